ALTER TABLE "account_sessions" RENAME COLUMN "confirmed_at" TO "stepped_up_at";--> statement-breakpoint
ALTER TABLE "account_sessions" RENAME COLUMN "confirmed_by" TO "stepped_up_by";
