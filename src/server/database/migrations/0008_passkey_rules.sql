-- The second fence for passkeys.
ALTER TABLE passkeys ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE passkeys FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY one_organization ON passkeys USING (floorkey_may_touch(organization_id));
