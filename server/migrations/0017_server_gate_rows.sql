-- Every server has its gate, however it was written.
INSERT INTO "server_gate" ("server_id") SELECT "id" FROM "servers" ON CONFLICT DO NOTHING;
--> statement-breakpoint
CREATE FUNCTION open_server_gate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO server_gate (server_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER servers_have_gates AFTER INSERT ON "servers"
	FOR EACH ROW EXECUTE FUNCTION open_server_gate();
