CREATE TABLE "brake_alarms" (
	"day" date NOT NULL,
	"reason" text NOT NULL,
	"at" timestamptz(3) NOT NULL,
	CONSTRAINT "brake_alarms_day_reason_pk" PRIMARY KEY("day","reason")
);
--> statement-breakpoint
CREATE TABLE "brake_answers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"answer" text NOT NULL,
	"step" text NOT NULL,
	"at" timestamptz(3) NOT NULL,
	"by" jsonb NOT NULL,
	"carried_out" integer DEFAULT 0 NOT NULL,
	"dropped" integer DEFAULT 0 NOT NULL,
	"until" timestamptz(3),
	"note" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "brake_held" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"step" text NOT NULL,
	"reason" text NOT NULL,
	"because" jsonb NOT NULL,
	"period_start" timestamptz(3) NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"state" text DEFAULT 'held' NOT NULL,
	"day" date NOT NULL,
	"held_at" timestamptz(3) NOT NULL,
	"settled_at" timestamptz(3),
	"answer_id" uuid
);
--> statement-breakpoint
CREATE TABLE "brake_ledger" (
	"day" date NOT NULL,
	"step" text NOT NULL,
	"used" integer DEFAULT 0 NOT NULL,
	"limit" integer NOT NULL,
	"limit_from" text NOT NULL,
	CONSTRAINT "brake_ledger_day_step_pk" PRIMARY KEY("day","step")
);
--> statement-breakpoint
CREATE TABLE "forecast_days" (
	"day" date PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"kept_at" timestamptz(3) NOT NULL,
	"claimed_at" timestamptz(3),
	"compared_at" timestamptz(3),
	"services" integer DEFAULT 0 NOT NULL,
	"forecast" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"forecast_money" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"done" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"done_money" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"differences" jsonb DEFAULT '{}'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "forecast_differences" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"service_id" uuid NOT NULL,
	"step" text NOT NULL,
	"kind" text NOT NULL,
	"cause" text NOT NULL,
	"evidence" text,
	"forecast_at" timestamptz(3),
	"done_at" timestamptz(3),
	"forecast_amount" bigint,
	"done_amount" bigint,
	"currency" text
);
--> statement-breakpoint
CREATE TABLE "forecast_kept" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"service_id" uuid NOT NULL,
	"step" text NOT NULL,
	"due_at" timestamptz(3) NOT NULL,
	"blocked_on" text,
	"amount" bigint,
	"currency" text
);
--> statement-breakpoint
ALTER TABLE "sweep_heartbeat" ADD COLUMN "late_told_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "sweep_runs" ADD COLUMN "worker" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "sweep_runs" ADD COLUMN "chunks" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "sweep_runs" ADD COLUMN "took_ms" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "sweep_runs" ADD COLUMN "held" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "sweep_runs" ADD COLUMN "failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "hold_until" timestamptz(3);--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "held_forever" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "hold_reason" text;--> statement-breakpoint
CREATE UNIQUE INDEX "brake_held_open" ON "brake_held" USING btree ("service_id") WHERE state in ('held', 'approved');--> statement-breakpoint
CREATE INDEX "brake_held_waiting" ON "brake_held" USING btree ("step","held_at","id") WHERE state = 'held';--> statement-breakpoint
CREATE INDEX "brake_held_by_service" ON "brake_held" USING btree ("service_id","held_at");--> statement-breakpoint
CREATE INDEX "brake_held_by_day" ON "brake_held" USING btree ("day");--> statement-breakpoint
CREATE INDEX "forecast_differences_by_day" ON "forecast_differences" USING btree ("day","cause","id");--> statement-breakpoint
CREATE INDEX "forecast_kept_by_day" ON "forecast_kept" USING btree ("day","service_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sweep_runs_by_minute" ON "sweep_runs" USING btree ("started_at","worker") WHERE worker <> '';--> statement-breakpoint
CREATE INDEX "sweep_runs_by_start" ON "sweep_runs" USING btree ("started_at","id");