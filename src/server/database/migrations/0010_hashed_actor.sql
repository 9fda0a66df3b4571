-- The hash covers the name of who did it, too; events without one keep the text that they were hashed from.
CREATE OR REPLACE FUNCTION floorkey_event_text(event audit_events) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT (jsonb_build_object(
    'id', event.id, 'organization', event.organization_id, 'at', extract(epoch FROM event.at)::text,
    'action', event.action, 'actor', event.actor_id, 'device', event.device_id, 'subject', event.subject_id,
    'subjectName', event.subject, 'detail', event.detail, 'address', event.address)
    || CASE WHEN event.actor_name IS NULL THEN '{}' ELSE jsonb_build_object('actorName', event.actor_name) END)::text
$$;
