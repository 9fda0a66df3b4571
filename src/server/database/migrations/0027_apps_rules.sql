-- The second fence for apps and their secrets.
ALTER TABLE apps ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE apps FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY one_organization ON apps USING (floorkey_may_touch(organization_id));
--> statement-breakpoint
ALTER TABLE app_secrets ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE app_secrets FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY one_organization ON app_secrets USING (floorkey_may_touch(organization_id));
