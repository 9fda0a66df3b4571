ALTER TABLE "devices" ADD COLUMN "sync_marks" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "two_places_at" timestamp (3) with time zone;