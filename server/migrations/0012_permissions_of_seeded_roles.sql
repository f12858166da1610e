-- Custom: permissions that came after 0001, for the roles that every installation starts with. They
-- are only added; roles that an installation made itself decide for themselves, and `*` holds all.
UPDATE "roles" SET "permissions" = "permissions" || (
	SELECT coalesce(jsonb_agg("added"."permission" ORDER BY "added"."permission"), '[]'::jsonb)
	FROM (VALUES
		('manager', 'batches:read'),
		('manager', 'coupons:read'),
		('manager', 'coupons:update'),
		('manager', 'services:set_status'),
		('manager', 'views:share'),
		('support', 'batches:read'),
		('support', 'coupons:read'),
		('accountant', 'batches:read'),
		('accountant', 'coupons:read'),
		('read-only', 'batches:read'),
		('read-only', 'coupons:read')
	) AS "added"("role", "permission")
	WHERE "added"."role" = "roles"."name" AND NOT "roles"."permissions" ? "added"."permission"
) WHERE "built_in";
