ALTER TABLE "organizations" ALTER COLUMN "password_min_length" SET DEFAULT 15;--> statement-breakpoint
-- What organizations of before ask for, too; passwords that people have already keep working.
SELECT set_config('floorkey.reach', 'server', true);--> statement-breakpoint
UPDATE "organizations" SET "password_min_length" = 15, "revision" = "revision" + 1 WHERE "password_min_length" < 15;
