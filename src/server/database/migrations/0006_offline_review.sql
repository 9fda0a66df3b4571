ALTER TABLE "device_events" ADD COLUMN "jws" text;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "former_keys" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "roster_revision" bigint;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "roster_scope" integer;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "failures_settled_up_to" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "events_lost" integer;