-- The second fence for the words of people, and the triggers that keep them equal to `users.searched`.
SELECT set_config('floorkey.reach', 'server', true);
--> statement-breakpoint
ALTER TABLE user_words ENABLE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE user_words FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
CREATE POLICY one_organization ON user_words USING (
  organization_id = (SELECT nullif(current_setting('floorkey.organization_id', true), '')::uuid)
  OR (SELECT current_setting('floorkey.reach', true) = 'server'));
--> statement-breakpoint
-- Whatever changes what somebody is found by makes the words unread: the next search, or start, reads them anew.
CREATE FUNCTION floorkey_forget_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.searched := CASE WHEN NEW.state = 'deleted' THEN '' END;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER users_forget_words BEFORE UPDATE ON users FOR EACH ROW
  WHEN ((OLD.username, OLD.first_name, OLD.last_name, OLD.email, OLD.phone, OLD.state = 'deleted')
    IS DISTINCT FROM (NEW.username, NEW.first_name, NEW.last_name, NEW.email, NEW.phone, NEW.state = 'deleted'))
  EXECUTE FUNCTION floorkey_forget_words();
--> statement-breakpoint
CREATE FUNCTION floorkey_write_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    DELETE FROM user_words WHERE organization_id = OLD.organization_id AND user_id = OLD.id
      AND word = ANY (string_to_array(OLD.searched, ' '));
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO user_words (organization_id, word, user_id)
      SELECT NEW.organization_id, word, NEW.id FROM unnest(string_to_array(NEW.searched, ' ')) word WHERE word <> ''
      ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER users_write_words AFTER UPDATE ON users FOR EACH ROW
  WHEN (OLD.searched IS DISTINCT FROM NEW.searched) EXECUTE FUNCTION floorkey_write_words();
--> statement-breakpoint
CREATE TRIGGER users_add_words AFTER INSERT ON users FOR EACH ROW
  WHEN (NEW.searched IS NOT NULL) EXECUTE FUNCTION floorkey_write_words();
--> statement-breakpoint
CREATE TRIGGER users_drop_words AFTER DELETE ON users FOR EACH ROW
  WHEN (OLD.searched IS NOT NULL) EXECUTE FUNCTION floorkey_write_words();
--> statement-breakpoint
UPDATE users SET searched = NULL;
