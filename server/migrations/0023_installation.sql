CREATE TABLE "installation" (
	"id" uuid NOT NULL,
	"single" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"confirmations" integer DEFAULT 0 NOT NULL,
	"run_epoch" bigint DEFAULT 0 NOT NULL,
	"system_id" text,
	"database_oid" text NOT NULL,
	"table_oid" text NOT NULL,
	"safe_since" timestamptz(3),
	"safe_because" jsonb,
	"copy_since" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "installation_single" CHECK (single)
);
