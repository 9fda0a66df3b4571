-- A sign-in with a PIN in two transactions of one statement each: the try is counted, and later the session opened.
-- FK001: it changes what tablets hold, so it is to be called once more with `may_change`, which takes the lock of the revision
-- before every other. FK002 to FK004: the try or the sign-in is refused, and all of the statement undone.

-- What a bare call begins with, as a transaction of several statements does with SET LOCAL.
CREATE FUNCTION floorkey_begin_in(organization uuid, may_change boolean) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  raised bigint;
BEGIN
  PERFORM set_config('floorkey.organization_id', organization::text, true);
  IF may_change THEN
    UPDATE organizations SET revision = revision + 1 WHERE id = organization RETURNING revision INTO STRICT raised;
  END IF;
  RETURN raised;
END
$$;
--> statement-breakpoint
-- Somebody as an audit event names them.
CREATE FUNCTION floorkey_actor_name(actor uuid) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(trim(first_name || ' ' || last_name), ''), username) FROM users WHERE id = actor
$$;
--> statement-breakpoint
-- Takes one try from what a person has left. Answers how many are used up now, or NULL where none was left.
CREATE FUNCTION floorkey_count_failure_of(usr uuid, failures_most integer) RETURNS integer LANGUAGE sql AS $$
  UPDATE users SET pin_failures = pin_failures + 1 WHERE id = usr AND pin_failures < failures_most RETURNING pin_failures
$$;
--> statement-breakpoint
-- Takes one try from what a person has on a device in a day. Answers whether one was left.
CREATE FUNCTION floorkey_count_device_try(organization uuid, device uuid, usr uuid, at_time timestamptz, failures_most integer)
RETURNS boolean LANGUAGE sql AS $$
  WITH counted AS (
    INSERT INTO device_tries AS tries (organization_id, device_id, user_id, failures, failed_at)
      VALUES (organization, device, usr, 1, at_time)
      ON CONFLICT (device_id, user_id) DO UPDATE SET failed_at = at_time,
        failures = CASE WHEN tries.failed_at > at_time - interval '24 hours' THEN tries.failures + 1 ELSE 1 END
      WHERE tries.failed_at IS NULL OR tries.failed_at <= at_time - interval '24 hours' OR tries.failures < failures_most
      RETURNING 1
  ) SELECT EXISTS (SELECT FROM counted)
$$;
--> statement-breakpoint
-- Takes one try from what a person has left, everywhere and on the device. A made-up id is taken like a known one, so that it
-- tells nothing. The last try takes the 10 bits of the PIN off the tablets, whatever comes of it.
CREATE FUNCTION floorkey_count_user_try(organization uuid, device uuid, usr uuid, at_time timestamptz,
  user_most integer, device_most integer, new_revision bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  failures integer;
BEGIN
  IF NOT EXISTS (SELECT FROM users WHERE id = usr) THEN RETURN; END IF;
  failures := floorkey_count_failure_of(usr, user_most);
  IF failures IS NULL THEN RAISE EXCEPTION 'no try left' USING ERRCODE = 'FK002'; END IF;
  IF failures = user_most THEN
    IF new_revision IS NULL THEN RAISE EXCEPTION 'a revision is needed' USING ERRCODE = 'FK001'; END IF;
    UPDATE users SET revision = new_revision WHERE id = usr;
  END IF;
  IF NOT floorkey_count_device_try(organization, device, usr, at_time, device_most) THEN
    RAISE EXCEPTION 'no try left on the device' USING ERRCODE = 'FK003';
  END IF;
END
$$;
--> statement-breakpoint
-- Counts somebody's own PIN that they enter once more.
CREATE FUNCTION floorkey_count_own_try(organization uuid, device uuid, usr uuid, at_time timestamptz,
  user_most integer, device_most integer, may_change boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM floorkey_count_user_try(organization, device, usr, at_time, user_most, device_most, floorkey_begin_in(organization, may_change));
END
$$;
--> statement-breakpoint
-- Counts a try before it is looked at, and writes the pause that it brings if it is wrong. While the device pauses, nothing is
-- counted, and only the end of the pause answered.
CREATE FUNCTION floorkey_count_pin_try(organization uuid, device uuid, usr uuid, at_time timestamptz, before_pause integer,
  pauses integer[], day_most integer, user_most integer, device_most integer, may_change boolean,
  OUT counted boolean, OUT failures integer, OUT "pausedUntil" timestamptz) LANGUAGE plpgsql AS $$
DECLARE
  new_revision bigint := floorkey_begin_in(organization, may_change);
BEGIN
  UPDATE devices SET
    pin_failures = pin_failures + 1,
    pin_day_started_at = CASE WHEN pin_day_started_at > at_time - interval '24 hours' THEN pin_day_started_at ELSE at_time END,
    pin_day_failures = CASE WHEN pin_day_started_at > at_time - interval '24 hours' THEN pin_day_failures + 1 ELSE 1 END,
    pin_paused_until = at_time + make_interval(secs => CASE
      WHEN pin_day_started_at > at_time - interval '24 hours' AND pin_day_failures + 1 >= day_most THEN pauses[cardinality(pauses)]
      WHEN pin_failures + 1 >= before_pause THEN pauses[least(pin_failures + 2 - before_pause, cardinality(pauses))]
    END)
    WHERE id = device AND (pin_paused_until IS NULL OR pin_paused_until <= at_time)
    RETURNING true, pin_failures, pin_paused_until INTO counted, failures, "pausedUntil";
  IF counted IS NULL THEN
    SELECT false, pin_failures, pin_paused_until INTO counted, failures, "pausedUntil" FROM devices WHERE id = device;
    RETURN;
  END IF;
  IF usr IS NOT NULL THEN
    PERFORM floorkey_count_user_try(organization, device, usr, at_time, user_most, device_most, new_revision);
  END IF;
END
$$;
--> statement-breakpoint
-- Opens the session of somebody whose PIN was right: forgives the failures in a row, those of the day stay; ends the session that
-- was open on the device; records both. Answers false, and does nothing, where the device is guessed at otherwise than it
-- was when the caller looked; FK004 where the PIN that was compared is no longer theirs, so nothing is forgiven.
CREATE FUNCTION floorkey_open_pin_session(organization uuid, device uuid, usr uuid, compared bytea, own_pause timestamptz,
  at_time timestamptz, session uuid, secret bytea, from_address text, user_most integer, pays_since timestamptz,
  level_seen double precision, level_seen_at timestamptz, level_paid double precision, may_change boolean,
  OUT opened boolean) LANGUAGE plpgsql AS $$
DECLARE
  new_revision bigint := floorkey_begin_in(organization, may_change);
  pays boolean;
  replaced uuid;
BEGIN
  UPDATE devices SET
    pin_failures = 0,
    -- A try that was not wrong lifts the pause that was written for it, and none that another one brought at the same time.
    pin_paused_until = nullif(pin_paused_until, own_pause),
    pin_day_failures = greatest(pin_day_failures - 1, 0)
    WHERE id = device AND guess_level = level_seen AND guess_level_at IS NOT DISTINCT FROM level_seen_at;
  opened := FOUND;
  IF NOT opened THEN RETURN; END IF;
  -- Where it was the last try, tablets may hold the 10 bits again.
  UPDATE users SET pin_failures = 0, last_sign_in_at = at_time,
    revision = CASE WHEN pin_failures >= user_most THEN new_revision ELSE revision END
    WHERE id = usr AND pin_sealed = compared AND state = 'active' AND NOT partner_suspended
      AND (pin_failures < user_most OR new_revision IS NOT NULL);
  IF NOT FOUND THEN
    IF EXISTS (SELECT FROM users WHERE id = usr AND pin_sealed = compared AND state = 'active' AND NOT partner_suspended) THEN
      RAISE EXCEPTION 'a revision is needed' USING ERRCODE = 'FK001';
    END IF;
    RAISE EXCEPTION 'no longer their PIN' USING ERRCODE = 'FK004';
  END IF;
  -- Whoever has not come in for so long pays for a mistype.
  INSERT INTO device_tries AS tries (organization_id, device_id, user_id, came_in_at) VALUES (organization, device, usr, at_time)
    ON CONFLICT (device_id, user_id) DO UPDATE SET failures = 0,
      came_in_at = CASE WHEN tries.came_in_at > pays_since THEN tries.came_in_at ELSE at_time END
    WHERE tries.failures > 0 OR tries.came_in_at IS NULL OR tries.came_in_at <= pays_since
    RETURNING tries.came_in_at = at_time INTO pays;
  IF pays AND level_seen > 0 THEN
    UPDATE devices SET guess_level = level_paid, guess_level_at = at_time WHERE id = device;
  END IF;
  DELETE FROM pin_sessions WHERE device_id = device RETURNING user_id INTO replaced;
  INSERT INTO pin_sessions (id, organization_id, device_id, user_id, secret_hash, created_at)
    VALUES (session, organization, device, usr, secret, at_time);
  INSERT INTO audit_events (id, organization_id, at, action, actor_id, actor_name, device_id, detail, address)
    SELECT gen_random_uuid(), organization, at_time, action, actor, floorkey_actor_name(actor), device, detail, from_address
    FROM (VALUES (1, 'pin.session-ended', replaced, '{"reason": "replaced"}'::jsonb), (2, 'pin.signed-in', usr, '{}'))
      AS events (place, action, actor, detail)
    WHERE actor IS NOT NULL ORDER BY place;
END
$$;
