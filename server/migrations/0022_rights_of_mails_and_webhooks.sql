-- Custom: rights that came after 0014, for the roles that every installation starts with.
UPDATE "roles" SET "permissions" = "permissions" || (
	SELECT coalesce(jsonb_agg("added"."permission" ORDER BY "added"."permission"), '[]'::jsonb)
	FROM (VALUES
		('manager', 'mails:update'),
		('manager', 'webhooks:read'),
		('manager', 'webhooks:update'),
		('read-only', 'webhooks:read')
	) AS "added"("role", "permission")
	WHERE "added"."role" = "roles"."name" AND NOT "roles"."permissions" ? "added"."permission"
) WHERE "built_in";
