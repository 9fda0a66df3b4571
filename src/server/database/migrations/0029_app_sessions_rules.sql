-- The second fence for the keys, sessions and tokens of apps.
ALTER TABLE app_keys ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE app_keys FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY one_organization ON app_keys USING (floorkey_may_touch(organization_id));
--> statement-breakpoint
ALTER TABLE app_sessions ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE app_sessions FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY one_organization ON app_sessions USING (floorkey_may_touch(organization_id));
--> statement-breakpoint
ALTER TABLE app_artifacts ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE app_artifacts FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY one_organization ON app_artifacts USING (floorkey_may_touch(organization_id));
