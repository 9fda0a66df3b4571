CREATE TABLE "device_events" (
	"position" bigserial PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"organization_id" uuid NOT NULL,
	"device_id" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"hash" text NOT NULL,
	"kind" text NOT NULL,
	"user_id" uuid,
	"session_id" uuid,
	"tablet_at" timestamp (3) with time zone,
	"estimated_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"reasons" text[] NOT NULL,
	"verdict" text,
	"verdict_by" uuid,
	"verdict_at" timestamp (3) with time zone,
	"detail" jsonb NOT NULL,
	CONSTRAINT "device_events_hash" UNIQUE("device_id","hash")
);
--> statement-breakpoint
CREATE TABLE "link_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"public_key" jsonb NOT NULL,
	"thumbprint" text NOT NULL,
	"address" text,
	"user_agent" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"device_id" uuid,
	"claimed_at" timestamp (3) with time zone,
	CONSTRAINT "link_requests_code" UNIQUE("code_hash")
);
--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "oldest_unsent_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "event_sequence" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "event_hash" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "devices" ADD COLUMN "refused_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "offline_sign_in" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "pin_set_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "device_events" ADD CONSTRAINT "device_events_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "device_events" ADD CONSTRAINT "device_events_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "link_requests" ADD CONSTRAINT "link_requests_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "device_events_device" ON "device_events" USING btree ("device_id","sequence");--> statement-breakpoint
CREATE INDEX "device_events_session" ON "device_events" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "device_events_user" ON "device_events" USING btree ("user_id","estimated_at");--> statement-breakpoint
CREATE INDEX "link_requests_expiry" ON "link_requests" USING btree ("expires_at");