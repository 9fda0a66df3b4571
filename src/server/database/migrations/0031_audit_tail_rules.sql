-- The chain leaves the commit: a transaction seals its events in a lane, and a follower chains them right after.
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['audit_lanes', 'audit_tail', 'audit_marks'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY one_organization ON %I USING (floorkey_may_touch(organization_id))', tenant_table);
  END LOOP;
END
$$;
--> statement-breakpoint
CREATE FUNCTION floorkey_lane_start(lane uuid) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sha256(convert_to(lane::text, 'UTF8'))
$$;
--> statement-breakpoint
-- Runs at the commit, when a transaction waits for nothing else: the lock on its one lane is its last, and short. A lane is
-- one device, so tablets don't wait for each other, while its numbers have no gap that something removed could hide in.
-- The first event of a transaction brings the others of its organization along.
CREATE FUNCTION floorkey_seal_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  lane_id uuid := coalesce(NEW.device_id, NEW.organization_id);
  lane_end audit_lanes;
  event audit_events;
  -- Whose events the transaction sealed last, and up to where: to look for each in the tail takes too long where they are many.
  sealed text[] := string_to_array(current_setting('floorkey.sealed', true), ' ');
BEGIN
  -- A restore brings tail and chain along as they were.
  IF current_setting('floorkey.restoring', true) = 'yes'
    OR (sealed[1] = NEW.organization_id::text AND NEW.position <= sealed[2]::bigint)
    OR (sealed[1] <> NEW.organization_id::text
      AND EXISTS (SELECT FROM audit_tail WHERE organization_id = NEW.organization_id AND position = NEW.position)) THEN
    RETURN NULL;
  END IF;
  sealed := NULL;
  SELECT * INTO lane_end FROM audit_lanes WHERE organization_id = NEW.organization_id AND lane = lane_id FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO audit_lanes (organization_id, lane, sequence, hash) VALUES (NEW.organization_id, lane_id, 0, floorkey_lane_start(lane_id))
      ON CONFLICT DO NOTHING;
    SELECT * INTO lane_end FROM audit_lanes WHERE organization_id = NEW.organization_id AND lane = lane_id FOR UPDATE;
  END IF;
  -- Those of this transaction. One that is written within a savepoint comes by itself; between others it would be left out, and
  -- the check would find it: nothing does that.
  FOR event IN
    SELECT * FROM audit_events
    WHERE organization_id = NEW.organization_id AND position >= NEW.position AND (xmin = pg_current_xact_id()::xid OR position = NEW.position)
    ORDER BY position
  LOOP
    lane_end.sequence := lane_end.sequence + 1;
    lane_end.hash := sha256(lane_end.hash || convert_to(floorkey_event_text(event), 'UTF8'));
    INSERT INTO audit_tail (organization_id, position, lane, sequence, hash)
      VALUES (event.organization_id, event.position, lane_id, lane_end.sequence, lane_end.hash);
    sealed[2] := event.position;
  END LOOP;
  PERFORM set_config('floorkey.sealed', NEW.organization_id || ' ' || sealed[2], true);
  UPDATE audit_lanes SET sequence = lane_end.sequence, hash = lane_end.hash
    WHERE organization_id = NEW.organization_id AND lane = lane_id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
DROP TRIGGER audit_events_chained ON audit_events;
--> statement-breakpoint
DROP FUNCTION floorkey_chain_event();
--> statement-breakpoint
CREATE TRIGGER audit_tail_unchanged BEFORE UPDATE OR TRUNCATE ON audit_tail
  FOR EACH STATEMENT EXECUTE FUNCTION floorkey_refuse_change();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER audit_events_sealed AFTER INSERT ON audit_events
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION floorkey_seal_event();
--> statement-breakpoint
-- The oldest events of the tail, each with the number and the hash that it must have in its lane if nobody meddled.
CREATE FUNCTION floorkey_tail(organization uuid, most integer)
RETURNS TABLE (number bigint, "position" bigint, lane uuid, sequence bigint, hash bytea, due bigint, made bytea, is_missing boolean, event_text text)
LANGUAGE sql STABLE AS $$
  SELECT tail.number, tail.position, tail.lane, tail.sequence, tail.hash,
    lag(tail.sequence, 1, coalesce(mark.sequence, 0)) OVER earlier + 1,
    sha256(lag(tail.hash, 1, coalesce(mark.hash, floorkey_lane_start(tail.lane))) OVER earlier
      || convert_to(floorkey_event_text(event), 'UTF8')),
    event.position IS NULL, floorkey_event_text(event)
  FROM (SELECT * FROM audit_tail WHERE organization_id = organization ORDER BY audit_tail.number LIMIT most) tail
  LEFT JOIN LATERAL (SELECT audit_marks.sequence, audit_marks.hash FROM audit_marks
    WHERE organization_id = organization AND audit_marks.lane = tail.lane LIMIT 1) mark ON true
  LEFT JOIN audit_events event ON event.position = tail.position
    -- No index may be used for this: one that a young organization's few events commended would read all of them each time.
    AND event.organization_id IS NOT DISTINCT FROM organization
  WINDOW earlier AS (PARTITION BY tail.lane ORDER BY tail.number)
  ORDER BY tail.number
$$;
--> statement-breakpoint
-- Chains the oldest events of the tail, in the order of their commits. What was changed or removed there gets a place in the
-- chain whose hash fits nothing, so that the check finds it for ever. Answers how many it took; NULL: another process is at it.
CREATE FUNCTION floorkey_chain_tail(organization uuid, most integer, may_wait boolean) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  head audit_heads;
  sealed record;
  taken bigint[] := '{}';
BEGIN
  INSERT INTO audit_heads (organization_id, sequence, hash) VALUES (organization, 0, floorkey_lane_start(organization))
    ON CONFLICT (organization_id) DO NOTHING;
  IF may_wait THEN
    SELECT * INTO head FROM audit_heads WHERE organization_id = organization FOR UPDATE;
  ELSE
    SELECT * INTO head FROM audit_heads WHERE organization_id = organization FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN RETURN NULL; END IF;
  END IF;
  FOR sealed IN SELECT * FROM floorkey_tail(organization, most) LOOP
    IF sealed.sequence <> sealed.due THEN
      head.sequence := head.sequence + 1;
      head.hash := sha256(head.hash);
      INSERT INTO audit_chain (position, organization_id, sequence, hash) VALUES (-sealed.number, organization, head.sequence, head.hash);
    END IF;
    head.sequence := head.sequence + 1;
    head.hash := CASE WHEN sealed.made = sealed.hash AND NOT sealed.is_missing
      THEN sha256(head.hash || convert_to(sealed.event_text, 'UTF8')) ELSE sha256(head.hash || sealed.hash) END;
    INSERT INTO audit_chain (position, organization_id, sequence, hash) VALUES (sealed.position, organization, head.sequence, head.hash);
    taken := taken || sealed.position;
  END LOOP;
  IF cardinality(taken) = 0 THEN RETURN 0; END IF;
  UPDATE audit_heads SET sequence = head.sequence, hash = head.hash WHERE organization_id = organization;
  INSERT INTO audit_marks (organization_id, lane, sequence, hash)
    SELECT DISTINCT ON (lane) organization, lane, sequence, hash FROM audit_tail
    WHERE organization_id = organization AND position = ANY (taken) ORDER BY lane, number DESC
    ON CONFLICT (organization_id, lane) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash;
  DELETE FROM audit_tail WHERE organization_id = organization AND position = ANY (taken);
  RETURN cardinality(taken);
END
$$;
