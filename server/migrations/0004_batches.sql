CREATE TABLE "batch_rows" (
	"batch_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"service_id" uuid NOT NULL,
	"customer_id" uuid,
	"server_id" uuid,
	"service" jsonb NOT NULL,
	"state" text NOT NULL,
	"effects" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"outcome" jsonb,
	"reason_code" text,
	"reason" jsonb,
	"operation_id" uuid,
	"error" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"before" jsonb,
	"result" jsonb,
	"version" integer,
	"finished_at" timestamptz(3),
	CONSTRAINT "batch_rows_batch_id_position_pk" PRIMARY KEY("batch_id","position")
);
--> statement-breakpoint
CREATE TABLE "batches" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" bigserial NOT NULL,
	"action" text NOT NULL,
	"input" jsonb NOT NULL,
	"selection" jsonb NOT NULL,
	"state" text NOT NULL,
	"due_at" timestamptz(3),
	"total" integer NOT NULL,
	"counts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"summary" jsonb,
	"stopped_because" jsonb,
	"undo_of" uuid,
	"undoes" text,
	"created_by" jsonb NOT NULL,
	"run_by" jsonb,
	"created_at" timestamptz(3) NOT NULL,
	"planned_at" timestamptz(3),
	"confirmed_at" timestamptz(3),
	"finished_at" timestamptz(3),
	CONSTRAINT "batches_number_unique" UNIQUE("number")
);
--> statement-breakpoint
ALTER TABLE "batch_rows" ADD CONSTRAINT "batch_rows_batch_id_batches_id_fk" FOREIGN KEY ("batch_id") REFERENCES "public"."batches"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "batch_rows_one_per_service" ON "batch_rows" USING btree ("batch_id","service_id");--> statement-breakpoint
CREATE INDEX "batch_rows_by_state" ON "batch_rows" USING btree ("batch_id","state","position");--> statement-breakpoint
CREATE INDEX "batch_rows_by_operation" ON "batch_rows" USING btree ("operation_id") WHERE operation_id is not null;--> statement-breakpoint
CREATE INDEX "batch_rows_by_service" ON "batch_rows" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "batches_due" ON "batches" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "batches_by_undone" ON "batches" USING btree ("undo_of") WHERE undo_of is not null;