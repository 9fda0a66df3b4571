-- The second fence between organizations: it binds the owner of the tables, too (FORCE).
-- A transaction says whose rows it works on; only look-ups that can't know yet (a token, an e-mail address) reach across.
CREATE FUNCTION floorkey_may_touch(row_organization uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT row_organization = nullif(current_setting('floorkey.organization_id', true), '')::uuid
      OR current_setting('floorkey.reach', true) = 'server'
$$;
--> statement-breakpoint
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['organizations', 'roles', 'units', 'removals', 'users', 'user_units', 'devices', 'account_sessions', 'pin_sessions', 'audit_events'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format(
      'CREATE POLICY one_organization ON %I USING (floorkey_may_touch(%I))',
      tenant_table,
      CASE tenant_table WHEN 'organizations' THEN 'id' ELSE 'organization_id' END
    );
  END LOOP;
END
$$;
--> statement-breakpoint
CREATE FUNCTION floorkey_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit events are never changed or deleted';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
  FOR EACH STATEMENT EXECUTE FUNCTION floorkey_refuse_change();
