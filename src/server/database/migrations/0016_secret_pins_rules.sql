-- The second fence for wrong PINs of people on devices, and an end for the PINs and passwords that were made before they had one.
SELECT set_config('floorkey.reach', 'server', true);
--> statement-breakpoint
ALTER TABLE device_tries ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE device_tries FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY one_organization ON device_tries USING (floorkey_may_touch(organization_id));
--> statement-breakpoint
UPDATE users SET pin_expires_at = now() + interval '7 days' WHERE pin_must_change AND pin_sealed IS NOT NULL;
--> statement-breakpoint
UPDATE users SET password_expires_at = now() + interval '72 hours' WHERE password_must_change AND password_hash IS NOT NULL;
--> statement-breakpoint
UPDATE devices SET roster_pulls = jsonb_build_array((extract(epoch FROM last_sync_at) * 1000)::bigint) WHERE last_sync_at IS NOT NULL;
--> statement-breakpoint
-- Wrong tries were tries at the PIN of then: whoever sets another one need not think of them.
CREATE FUNCTION floorkey_forget_tries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM device_tries WHERE user_id = NEW.id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER users_new_pin AFTER UPDATE OF pin_sealed ON users
  FOR EACH ROW WHEN (NEW.pin_sealed IS DISTINCT FROM OLD.pin_sealed) EXECUTE FUNCTION floorkey_forget_tries();
