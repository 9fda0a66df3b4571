ALTER TABLE "users" ADD COLUMN "proven_email" text;--> statement-breakpoint
-- Whoever has chosen a password of their own so far did so by a mailed link, but for a few that can't be told apart any more.
SELECT set_config('floorkey.reach', 'server', true);--> statement-breakpoint
UPDATE "users" SET "proven_email" = "email_folded" WHERE "password_hash" IS NOT NULL AND NOT "password_must_change";
