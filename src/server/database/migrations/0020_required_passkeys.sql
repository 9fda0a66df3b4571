ALTER TABLE "account_sessions" ADD COLUMN "confirmed_by" text DEFAULT 'password' NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "passkey_rule" text DEFAULT 'nobody' NOT NULL;