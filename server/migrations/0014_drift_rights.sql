-- Custom: what a listing has answered so far need not survive a crash of the database: its run starts
-- over. Rights that came after 0012, for the roles that every installation starts with.
ALTER TABLE "reconciliation_seen" SET UNLOGGED;
--> statement-breakpoint
UPDATE "roles" SET "permissions" = "permissions" || (
	SELECT coalesce(jsonb_agg("added"."permission" ORDER BY "added"."permission"), '[]'::jsonb)
	FROM (VALUES
		('manager', 'drift:read'),
		('manager', 'drift:fix'),
		('manager', 'drift:delete'),
		('support', 'drift:read'),
		('read-only', 'drift:read')
	) AS "added"("role", "permission")
	WHERE "added"."role" = "roles"."name" AND NOT "roles"."permissions" ? "added"."permission"
) WHERE "built_in";
