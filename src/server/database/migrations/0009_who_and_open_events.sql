ALTER TABLE "audit_events" ADD COLUMN "actor_name" text;--> statement-breakpoint
CREATE INDEX "device_events_received" ON "device_events" USING btree ("device_id","received_at");--> statement-breakpoint
CREATE INDEX "device_events_open" ON "device_events" USING btree ("device_id") WHERE verdict is null and cardinality(reasons) > 0;--> statement-breakpoint
CREATE INDEX "devices_organization" ON "devices" USING btree ("organization_id");