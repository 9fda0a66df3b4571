-- The second fence for the new tables, what present rows need, and the chain of the audit trail.
SELECT set_config('floorkey.reach', 'server', true);
--> statement-breakpoint
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['partners', 'one_time_links', 'mails', 'pin_requests', 'user_imports', 'audit_chain', 'audit_heads'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY one_organization ON %I USING (floorkey_may_touch(organization_id))', tenant_table);
  END LOOP;
END
$$;
--> statement-breakpoint
-- A list of people looks at tens of thousands of rows: here the scope is read once a query, not once a row.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['users', 'user_units', 'one_time_links'] LOOP
    EXECUTE format($policy$ALTER POLICY one_organization ON %I USING (
      organization_id = (SELECT nullif(current_setting('floorkey.organization_id', true), '')::uuid)
      OR (SELECT current_setting('floorkey.reach', true) = 'server'))$policy$, tenant_table);
  END LOOP;
END
$$;
--> statement-breakpoint
UPDATE users SET pin_length = organizations.pin_length
  FROM organizations WHERE organizations.id = users.organization_id AND users.pin_sealed IS NOT NULL;
--> statement-breakpoint
UPDATE organizations SET revision = revision + 1;
--> statement-breakpoint
UPDATE roles SET revision = organizations.revision, permissions = CASE built_in
    WHEN 'owner' THEN ARRAY['tablet:use', 'devices:read', 'devices:authorize', 'devices:revoke', 'users:read', 'users:manage', 'pins:answer', 'partners:read', 'partners:manage', 'roles:manage', 'units:read', 'units:manage', 'audit:read', 'organization:manage', 'organization:own']
    WHEN 'admin' THEN ARRAY['tablet:use', 'devices:read', 'devices:authorize', 'devices:revoke', 'users:read', 'users:manage', 'pins:answer', 'partners:read', 'partners:manage', 'roles:manage', 'units:read', 'units:manage', 'audit:read', 'organization:manage']
    WHEN 'manager' THEN ARRAY['tablet:use', 'users:read', 'users:manage', 'pins:answer', 'units:read', 'devices:read']
    ELSE permissions END
  FROM organizations WHERE organizations.id = roles.organization_id AND built_in IS NOT NULL;
--> statement-breakpoint
INSERT INTO roles (id, organization_id, name, name_folded, built_in, permissions, revision)
  SELECT gen_random_uuid(), organizations.id, added.name, lower(added.name), added.built_in, added.permissions, organizations.revision
  FROM organizations CROSS JOIN (VALUES
    ('Partner manager', 'partner-manager', ARRAY['tablet:use', 'users:read', 'users:manage']),
    ('Partner user', 'partner', ARRAY['tablet:use'])) AS added(name, built_in, permissions);
--> statement-breakpoint
-- What the hash of an event covers, in one form (jsonb orders its keys by itself).
CREATE FUNCTION floorkey_event_text(event audit_events) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object(
    'id', event.id, 'organization', event.organization_id, 'at', extract(epoch FROM event.at)::text,
    'action', event.action, 'actor', event.actor_id, 'device', event.device_id, 'subject', event.subject_id,
    'subjectName', event.subject, 'detail', event.detail, 'address', event.address)::text
$$;
--> statement-breakpoint
-- Runs at the commit, when a transaction waits for nothing else: the lock on the head of the chain is its last, and short.
-- The first event of a transaction brings the others of its organization along, so that the head changes once however many they are.
CREATE FUNCTION floorkey_chain_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  head audit_heads;
  event audit_events;
BEGIN
  -- A restore brings the chain along as it was.
  IF current_setting('floorkey.restoring', true) = 'yes' OR EXISTS (SELECT FROM audit_chain WHERE position = NEW.position) THEN
    RETURN NULL;
  END IF;
  SELECT * INTO head FROM audit_heads WHERE organization_id = NEW.organization_id FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO audit_heads (organization_id, sequence, hash) VALUES (NEW.organization_id, 0, sha256(convert_to(NEW.organization_id::text, 'UTF8')))
      ON CONFLICT (organization_id) DO NOTHING;
    SELECT * INTO head FROM audit_heads WHERE organization_id = NEW.organization_id FOR UPDATE;
  END IF;
  -- What other transactions wrote is seen only after their commit, and then stands in the chain.
  FOR event IN
    SELECT * FROM audit_events unchained
    WHERE organization_id = NEW.organization_id AND position >= NEW.position
      AND NOT EXISTS (SELECT FROM audit_chain WHERE audit_chain.position = unchained.position)
    ORDER BY position
  LOOP
    head.sequence := head.sequence + 1;
    head.hash := sha256(head.hash || convert_to(floorkey_event_text(event), 'UTF8'));
    INSERT INTO audit_chain (position, organization_id, sequence, hash) VALUES (event.position, event.organization_id, head.sequence, head.hash);
  END LOOP;
  UPDATE audit_heads SET sequence = head.sequence, hash = head.hash WHERE organization_id = NEW.organization_id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- Events from before the chain are its beginning.
DO $$
DECLARE
  event audit_events;
  owner uuid;
  link bytea;
  place bigint;
BEGIN
  FOR owner IN SELECT id FROM organizations LOOP
    link := sha256(convert_to(owner::text, 'UTF8'));
    place := 0;
    FOR event IN SELECT * FROM audit_events WHERE organization_id = owner ORDER BY position LOOP
      link := sha256(link || convert_to(floorkey_event_text(event), 'UTF8'));
      place := place + 1;
      INSERT INTO audit_chain (position, organization_id, sequence, hash) VALUES (event.position, owner, place, link);
    END LOOP;
    INSERT INTO audit_heads (organization_id, sequence, hash) VALUES (owner, place, link);
  END LOOP;
END
$$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER audit_events_chained AFTER INSERT ON audit_events
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION floorkey_chain_event();
--> statement-breakpoint
CREATE TRIGGER audit_chain_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_chain
  FOR EACH STATEMENT EXECUTE FUNCTION floorkey_refuse_change();
