-- The second fence for what tablets noted, and rosters with verifiers for tablets that are linked already.
SELECT set_config('floorkey.reach', 'server', true);
--> statement-breakpoint
ALTER TABLE device_events ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE device_events FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY one_organization ON device_events USING (floorkey_may_touch(organization_id));
--> statement-breakpoint
UPDATE devices SET scope = scope + 1;
