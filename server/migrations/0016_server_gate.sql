CREATE TABLE "server_gate" (
	"server_id" uuid PRIMARY KEY NOT NULL,
	"claims" integer DEFAULT 0 NOT NULL,
	"pause_cause" text,
	"paused_until" timestamptz(3),
	"pause_reason" text,
	"failures" integer DEFAULT 0 NOT NULL,
	"open_until" timestamptz(3),
	"next_call_at" timestamptz(3),
	"last_error" text,
	"last_error_at" timestamptz(3),
	"last_error_operation_id" uuid
);
--> statement-breakpoint
DROP INDEX "operations_due";--> statement-breakpoint
DROP INDEX "operations_running";--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "suspend_reason" text;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "concurrency" integer DEFAULT 4 NOT NULL;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "calls_per_minute" integer;--> statement-breakpoint
ALTER TABLE "servers" ADD COLUMN "open_drift" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "operations_waiting" ON "operations" USING btree ("server_id","due_at","id") WHERE state in ('queued', 'failed') and due_at is not null;--> statement-breakpoint
CREATE INDEX "operations_on_server" ON "operations" USING btree ("server_id","due_at") WHERE state in ('running', 'unknown');--> statement-breakpoint
CREATE INDEX "operations_by_created" ON "operations" USING btree ("created_at","id");