CREATE TABLE "user_words" (
	"organization_id" uuid NOT NULL,
	"word" text COLLATE "C" NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "user_words_organization_id_word_user_id_pk" PRIMARY KEY("organization_id","word","user_id")
);
--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "searched" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ALTER COLUMN "searched" DROP EXPRESSION;--> statement-breakpoint
CREATE INDEX "users_unread" ON "users" USING btree ("organization_id") WHERE searched is null and state <> 'deleted';