CREATE TABLE "confirmed_owners" (
	"service_id" uuid PRIMARY KEY NOT NULL,
	"server_id" uuid NOT NULL,
	"remote_id" text NOT NULL,
	"owner" text NOT NULL,
	"seen_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "drift" (
	"id" uuid PRIMARY KEY NOT NULL,
	"server_id" uuid NOT NULL,
	"service_id" uuid,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"remote_id" text NOT NULL,
	"resource_key" text,
	"other_installation" boolean DEFAULT false NOT NULL,
	"observed" jsonb NOT NULL,
	"expected" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"first_seen_at" timestamptz(3) NOT NULL,
	"last_seen_at" timestamptz(3) NOT NULL,
	"last_run_id" uuid,
	"ignored_until" timestamptz(3),
	"note" text,
	"settled_at" timestamptz(3),
	"fix" text,
	"operation_id" uuid,
	"error_code" text,
	"error_message" text,
	"due_at" timestamptz(3),
	"claim_no" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamptz(3),
	"failures" integer DEFAULT 0 NOT NULL,
	"first_failed_at" timestamptz(3),
	"fixed_by" jsonb
);
--> statement-breakpoint
CREATE TABLE "drift_batch_rows" (
	"batch_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"drift_id" uuid NOT NULL,
	"state" text NOT NULL,
	"effects" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"reason_code" text,
	"reason" jsonb,
	"operation_id" uuid,
	"finished_at" timestamptz(3),
	CONSTRAINT "drift_batch_rows_batch_id_position_pk" PRIMARY KEY("batch_id","position")
);
--> statement-breakpoint
CREATE TABLE "drift_batches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" bigserial NOT NULL,
	"action" text NOT NULL,
	"input" jsonb NOT NULL,
	"state" text NOT NULL,
	"due_at" timestamptz(3),
	"total" integer NOT NULL,
	"created_by" jsonb NOT NULL,
	"stopped_because" jsonb,
	"created_at" timestamptz(3) NOT NULL,
	"planned_at" timestamptz(3),
	"confirmed_at" timestamptz(3),
	"finished_at" timestamptz(3),
	CONSTRAINT "drift_batches_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "reconciliation_schedule" (
	"server_id" uuid PRIMARY KEY NOT NULL,
	"due_at" timestamptz(3) NOT NULL,
	"run_id" uuid,
	"lease_until" timestamptz(3),
	"requested_by" jsonb,
	"confirmed" boolean DEFAULT false NOT NULL,
	"auto_fix_running" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reconciliation_seen" (
	"run_id" uuid NOT NULL,
	"remote_id" text NOT NULL,
	"key" text,
	"name" text,
	"owner" text,
	"plan" text,
	"state" text NOT NULL,
	"created_at" timestamptz(3),
	"data" jsonb NOT NULL,
	CONSTRAINT "reconciliation_seen_run_id_remote_id_pk" PRIMARY KEY("run_id","remote_id")
);
--> statement-breakpoint
CREATE TABLE "reconciliations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"server_id" uuid NOT NULL,
	"state" text NOT NULL,
	"requested_by" jsonb NOT NULL,
	"confirmed" boolean DEFAULT false NOT NULL,
	"started_at" timestamptz(3) NOT NULL,
	"finished_at" timestamptz(3),
	"pages" integer DEFAULT 0 NOT NULL,
	"resources" integer DEFAULT 0 NOT NULL,
	"known" integer DEFAULT 0 NOT NULL,
	"vanished" integer DEFAULT 0 NOT NULL,
	"found" integer DEFAULT 0 NOT NULL,
	"settled" integer DEFAULT 0 NOT NULL,
	"auto_fixed" integer DEFAULT 0 NOT NULL,
	"suspect" boolean DEFAULT false NOT NULL,
	"error_code" text,
	"error_message" text
);
--> statement-breakpoint
ALTER TABLE "drift_batch_rows" ADD CONSTRAINT "drift_batch_rows_batch_id_drift_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."drift_batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "confirmed_owners_by_server" ON "confirmed_owners" USING btree ("server_id");--> statement-breakpoint
CREATE UNIQUE INDEX "drift_one_live" ON "drift" USING btree ("server_id","kind","remote_id") WHERE state in ('open', 'ignored', 'fixing');--> statement-breakpoint
CREATE INDEX "drift_by_first_seen" ON "drift" USING btree ("first_seen_at","id");--> statement-breakpoint
CREATE INDEX "drift_by_last_seen" ON "drift" USING btree ("last_seen_at","id");--> statement-breakpoint
CREATE INDEX "drift_live_by_kind" ON "drift" USING btree ("kind","server_id") WHERE state in ('open', 'ignored', 'fixing');--> statement-breakpoint
CREATE INDEX "drift_open_by_service" ON "drift" USING btree ("service_id") WHERE state in ('open', 'fixing') and service_id is not null;--> statement-breakpoint
CREATE INDEX "drift_by_service" ON "drift" USING btree ("service_id") WHERE service_id is not null;--> statement-breakpoint
CREATE INDEX "drift_by_operation" ON "drift" USING btree ("operation_id") WHERE operation_id is not null;--> statement-breakpoint
CREATE INDEX "drift_due" ON "drift" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "drift_batch_rows_one_per_row" ON "drift_batch_rows" USING btree ("batch_id","drift_id");--> statement-breakpoint
CREATE INDEX "drift_batch_rows_by_state" ON "drift_batch_rows" USING btree ("batch_id","state","position");--> statement-breakpoint
CREATE INDEX "drift_batches_due" ON "drift_batches" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "reconciliation_schedule_due" ON "reconciliation_schedule" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "reconciliation_seen_by_key" ON "reconciliation_seen" USING btree ("run_id","key") WHERE key is not null;--> statement-breakpoint
CREATE INDEX "reconciliations_by_server" ON "reconciliations" USING btree ("server_id","started_at","id");