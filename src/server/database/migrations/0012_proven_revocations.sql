ALTER TABLE "devices" ADD COLUMN "revocation" text;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "remote_wipe" text DEFAULT 'after-sync' NOT NULL;