CREATE TABLE "charges" (
	"id" uuid PRIMARY KEY NOT NULL,
	"renewal_id" uuid NOT NULL,
	"service_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"mandate_at" timestamptz(3) NOT NULL,
	"attempt" smallint NOT NULL,
	"attempts" smallint NOT NULL,
	"method_id" uuid,
	"amount" bigint,
	"currency" text NOT NULL,
	"credit_used" bigint DEFAULT 0 NOT NULL,
	"state" text NOT NULL,
	"due_at" timestamptz(3),
	"lease_until" timestamptz(3),
	"tries" integer DEFAULT 0 NOT NULL,
	"reference" text,
	"code" text,
	"message" text,
	"created_at" timestamptz(3) NOT NULL,
	"settled_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "gateway_health" (
	"gateway" text PRIMARY KEY NOT NULL,
	"last_ok_at" timestamptz(3),
	"failing_since" timestamptz(3),
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "method_setups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"gateway" text NOT NULL,
	"reference" text NOT NULL,
	"service_id" uuid,
	"state" text DEFAULT 'open' NOT NULL,
	"created_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payment_methods" (
	"id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"gateway" text NOT NULL,
	"remote_id" text NOT NULL,
	"customer_remote_id" text,
	"kind" text NOT NULL,
	"label" text NOT NULL,
	"expires_on" text,
	"is_default" boolean DEFAULT false NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"closed_at" timestamptz(3),
	"closed_because" text,
	"forget" text DEFAULT 'none' NOT NULL,
	"expiry_told_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "sandbox_gateway_objects" (
	"kind" text NOT NULL,
	"id" text NOT NULL,
	"data" jsonb NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "sandbox_gateway_objects_kind_id_pk" PRIMARY KEY("kind","id")
);
--> statement-breakpoint
ALTER TABLE "documents" ADD COLUMN "charging_since" timestamptz(3);--> statement-breakpoint
ALTER TABLE "payment_intents" ADD COLUMN "keep_method" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "auto_pay_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "auto_pay_method_id" uuid;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "auto_pay_credit" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "charges_once" ON "charges" USING btree ("renewal_id","mandate_at","attempt");--> statement-breakpoint
CREATE UNIQUE INDEX "charges_one_in_flight" ON "charges" USING btree ("document_id") WHERE state in ('queued', 'running', 'unknown', 'pending');--> statement-breakpoint
CREATE INDEX "charges_due" ON "charges" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "charges_by_service" ON "charges" USING btree ("service_id","created_at");--> statement-breakpoint
CREATE INDEX "charges_by_document" ON "charges" USING btree ("document_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "method_setups_once" ON "method_setups" USING btree ("gateway","reference");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_methods_once" ON "payment_methods" USING btree ("gateway","remote_id") WHERE closed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_methods_default" ON "payment_methods" USING btree ("customer_id") WHERE is_default and closed_at is null;--> statement-breakpoint
CREATE INDEX "payment_methods_by_customer" ON "payment_methods" USING btree ("customer_id","created_at");--> statement-breakpoint
CREATE INDEX "payment_methods_by_remote" ON "payment_methods" USING btree ("gateway","remote_id");--> statement-breakpoint
CREATE INDEX "payment_methods_expiring" ON "payment_methods" USING btree ("expires_on") WHERE closed_at is null and expires_on is not null and expiry_told_at is null;