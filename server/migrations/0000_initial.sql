CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"prefix" text NOT NULL,
	"staff_id" uuid NOT NULL,
	"permissions" jsonb,
	"allowed_ips" jsonb,
	"expires_at" timestamptz(3),
	"last_used_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	"revoked_at" timestamptz(3),
	CONSTRAINT "api_keys_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "login_attempts" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"window_started_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "one_time_tokens" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"purpose" text NOT NULL,
	"realm" text NOT NULL,
	"account_id" uuid,
	"email" text,
	"expires_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"id" uuid NOT NULL,
	"realm" text NOT NULL,
	"account_id" uuid NOT NULL,
	"impersonated_by" uuid,
	"created_at" timestamptz(3) NOT NULL,
	"last_seen_at" timestamptz(3) NOT NULL,
	"expires_at" timestamptz(3) NOT NULL,
	"ip" text NOT NULL,
	"user_agent" text NOT NULL,
	CONSTRAINT "sessions_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "automation_gaps" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"from_at" timestamptz(3) NOT NULL,
	"to_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "automation_steps" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"service_id" uuid NOT NULL,
	"period_start" timestamptz(3) NOT NULL,
	"step" text NOT NULL,
	"outcome" text NOT NULL,
	"due_at" timestamptz(3) NOT NULL,
	"done_at" timestamptz(3) NOT NULL,
	"because" jsonb NOT NULL,
	"run_id" integer
);
--> statement-breakpoint
CREATE TABLE "sweep_heartbeat" (
	"id" integer PRIMARY KEY NOT NULL,
	"last_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sweep_runs" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"started_at" timestamptz(3) NOT NULL,
	"finished_at" timestamptz(3),
	"decided" integer DEFAULT 0 NOT NULL,
	"steps" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"errors" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cancellation_reasons" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" jsonb NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"retired" boolean DEFAULT false NOT NULL,
	"created_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "product_groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" jsonb NOT NULL,
	"description" jsonb NOT NULL,
	"visibility" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"policy" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "product_groups_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "product_prices" (
	"product_id" uuid NOT NULL,
	"cycle" text NOT NULL,
	"currency" text NOT NULL,
	"price" bigint NOT NULL,
	"setup_fee" bigint NOT NULL,
	CONSTRAINT "product_prices_product_id_cycle_currency_pk" PRIMARY KEY("product_id","cycle","currency")
);
--> statement-breakpoint
CREATE TABLE "products" (
	"id" uuid PRIMARY KEY NOT NULL,
	"group_id" uuid NOT NULL,
	"name" jsonb NOT NULL,
	"description" jsonb NOT NULL,
	"type" text NOT NULL,
	"module_settings" jsonb NOT NULL,
	"server_group_id" uuid,
	"deliver_on" text NOT NULL,
	"stock" integer,
	"max_renewals" integer,
	"free_renewal_on_request" boolean DEFAULT false NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"policy" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"visibility" text NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"archived_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "credit_balances" (
	"customer_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"balance" bigint NOT NULL,
	CONSTRAINT "credit_balances_customer_id_currency_pk" PRIMARY KEY("customer_id","currency"),
	CONSTRAINT "credit_balances_not_negative" CHECK (balance >= 0)
);
--> statement-breakpoint
CREATE TABLE "credit_entries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"amount" bigint NOT NULL,
	"balance_after" bigint NOT NULL,
	"reason" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"document_id" uuid,
	"payment_id" uuid,
	"by" jsonb NOT NULL,
	"at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" bigserial NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"phone" text,
	"street" text DEFAULT '' NOT NULL,
	"postal_code" text DEFAULT '' NOT NULL,
	"city" text DEFAULT '' NOT NULL,
	"country" text NOT NULL,
	"vat_number" text,
	"currency" text NOT NULL,
	"language" text NOT NULL,
	"notes" text DEFAULT '' NOT NULL,
	"policy" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"credit_pays_renewals" boolean DEFAULT false NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"anonymised_at" timestamptz(3),
	"version" integer DEFAULT 1 NOT NULL,
	"search" text DEFAULT '' NOT NULL,
	CONSTRAINT "customers_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"customer_id" uuid NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"language" text NOT NULL,
	"email_confirmed_at" timestamptz(3),
	"disabled_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "document_effects" (
	"document_id" uuid NOT NULL,
	"line_id" uuid NOT NULL,
	"effect" text NOT NULL,
	"at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "document_lines" (
	"id" uuid PRIMARY KEY NOT NULL,
	"document_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"service_id" uuid,
	"renewal_id" uuid,
	"label" text NOT NULL,
	"quantity" integer NOT NULL,
	"unit_price" bigint NOT NULL,
	"amount" bigint NOT NULL,
	"net" bigint NOT NULL,
	"tax" bigint NOT NULL,
	"rate_basis_points" integer NOT NULL,
	"tax_country" text NOT NULL,
	"mention" text,
	"period_start_at" timestamptz(3),
	"period_end_at" timestamptz(3),
	"corrects_line_id" uuid
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"serial" bigserial NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"customer_id" uuid NOT NULL,
	"order_id" uuid,
	"currency" text NOT NULL,
	"language" text NOT NULL,
	"tax_mode" text NOT NULL,
	"net" bigint DEFAULT 0 NOT NULL,
	"tax" bigint DEFAULT 0 NOT NULL,
	"gross" bigint DEFAULT 0 NOT NULL,
	"tax_lines" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"paid" bigint DEFAULT 0 NOT NULL,
	"credited" bigint DEFAULT 0 NOT NULL,
	"number" text,
	"issued_on" date,
	"issued_at" timestamptz(3),
	"due_at" timestamptz(3) NOT NULL,
	"paid_at" timestamptz(3),
	"voided_at" timestamptz(3),
	"mailed_at" timestamptz(3),
	"seller" jsonb,
	"buyer" jsonb,
	"corrects_id" uuid,
	"reason" text,
	"created_at" timestamptz(3) NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "documents_serial_unique" UNIQUE("serial"),
	CONSTRAINT "documents_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "number_series" (
	"series" text NOT NULL,
	"year" integer NOT NULL,
	"last" integer NOT NULL,
	"last_issued_on" date NOT NULL,
	CONSTRAINT "number_series_series_year_pk" PRIMARY KEY("series","year")
);
--> statement-breakpoint
CREATE TABLE "history" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamptz(3) NOT NULL,
	"subject" text NOT NULL,
	"subject_id" text NOT NULL,
	"customer_id" uuid,
	"kind" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" uuid,
	"actor_name" text NOT NULL,
	"impersonated_by" uuid,
	"cause" jsonb NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "mail_digest_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"mail_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"dedupe_key" text NOT NULL,
	"document_id" uuid,
	"service_id" uuid,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "mail_digest_items_dedupe_key_unique" UNIQUE("dedupe_key")
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" uuid PRIMARY KEY NOT NULL,
	"dedupe_key" text NOT NULL,
	"template" text NOT NULL,
	"customer_id" uuid,
	"staff_id" uuid,
	"to_address" text NOT NULL,
	"language" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"one_time_token" text,
	"document_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"service_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"is_first" boolean DEFAULT true NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" timestamptz(3),
	"error" text,
	"created_at" timestamptz(3) NOT NULL,
	"sent_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "operation_log" (
	"id" uuid PRIMARY KEY NOT NULL,
	"operation_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"at" timestamptz(3) NOT NULL,
	"level" text NOT NULL,
	"message" text NOT NULL,
	"data" jsonb
);
--> statement-breakpoint
CREATE TABLE "operations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service_id" uuid NOT NULL,
	"server_id" uuid,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"input" jsonb NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"claim_no" integer DEFAULT 0 NOT NULL,
	"worker_id" integer,
	"lease_until" timestamptz(3),
	"due_at" timestamptz(3),
	"first_failed_at" timestamptz(3),
	"error_code" text,
	"error_message" text,
	"reserved" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"checkpoint" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"abort_requested_at" timestamptz(3),
	"progress" jsonb,
	"requested_by" jsonb NOT NULL,
	"cause" jsonb NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"started_at" timestamptz(3),
	"settled_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "workers_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"started_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" bigserial NOT NULL,
	"customer_id" uuid NOT NULL,
	"state" text NOT NULL,
	"terms_version_id" uuid,
	"placed_by" jsonb NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"settled_at" timestamptz(3),
	"next_at" timestamptz(3),
	"reminded_at" timestamptz(3),
	CONSTRAINT "orders_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "terms_versions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"text" jsonb NOT NULL,
	"published_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gateway_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"gateway" text NOT NULL,
	"event_id" text NOT NULL,
	"body" text NOT NULL,
	"received_at" timestamptz(3) NOT NULL,
	"processed_at" timestamptz(3),
	"outcome" text
);
--> statement-breakpoint
CREATE TABLE "payment_intents" (
	"id" uuid PRIMARY KEY NOT NULL,
	"document_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"gateway" text NOT NULL,
	"reference" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"state" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"settled_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"gateway" text NOT NULL,
	"reference" text NOT NULL,
	"kind" text NOT NULL,
	"customer_id" uuid,
	"document_id" uuid,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"allocated" bigint NOT NULL,
	"state" text NOT NULL,
	"problem" text,
	"reverses_id" uuid,
	"transfer" text DEFAULT 'none' NOT NULL,
	"transfer_error" text,
	"received_at" timestamptz(3) NOT NULL,
	"recorded_by" jsonb NOT NULL,
	"note" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "renewals" (
	"id" uuid PRIMARY KEY NOT NULL,
	"service_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"document_id" uuid,
	"line_id" uuid,
	"state" text NOT NULL,
	"cycle" text NOT NULL,
	"periods" integer NOT NULL,
	"currency" text NOT NULL,
	"price" bigint NOT NULL,
	"period_start_at" timestamptz(3) NOT NULL,
	"period_end_at" timestamptz(3) NOT NULL,
	"requested_by" jsonb NOT NULL,
	"overrode" text,
	"created_at" timestamptz(3) NOT NULL,
	"applied_at" timestamptz(3),
	"settled_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "server_groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "server_groups_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "servers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"group_id" uuid,
	"settings" jsonb NOT NULL,
	"secrets" jsonb NOT NULL,
	"place_limit" integer,
	"places_used" integer DEFAULT 0 NOT NULL,
	"accepts_new" boolean DEFAULT true NOT NULL,
	"suspended_at" timestamptz(3),
	"health" text DEFAULT 'unknown' NOT NULL,
	"health_message" text,
	"checked_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "servers_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "service_count_delta" (
	"status" text NOT NULL,
	"archived" boolean NOT NULL,
	"n" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_schedule" (
	"service_id" uuid PRIMARY KEY NOT NULL,
	"next_at" timestamptz(3),
	"blocked_on" text,
	"step" text,
	"because" jsonb,
	"failures" smallint DEFAULT 0 NOT NULL,
	"last_error" text,
	"decided_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "services" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" bigserial NOT NULL,
	"customer_id" uuid NOT NULL,
	"product_id" uuid,
	"type" text NOT NULL,
	"server_id" uuid,
	"order_id" uuid,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"notes" text DEFAULT '' NOT NULL,
	"status" text NOT NULL,
	"cycle" text NOT NULL,
	"currency" text NOT NULL,
	"price" bigint NOT NULL,
	"initial_price" bigint NOT NULL,
	"expires_at" timestamptz(3),
	"anchor_day" smallint,
	"max_renewals" integer,
	"renewal_count" integer DEFAULT 0 NOT NULL,
	"suspensions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"suspended_at" timestamptz(3),
	"cancellation_requested_at" timestamptz(3),
	"cancellation_reason_id" uuid,
	"cancellation_details" text,
	"cancellation_by" jsonb,
	"trial" boolean DEFAULT false NOT NULL,
	"auto_pay" boolean DEFAULT false NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"order_data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"order_secrets" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"resource" jsonb,
	"policy" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"deliver_on" text DEFAULT 'manual' NOT NULL,
	"hold_until" timestamptz(3),
	"held_forever" boolean DEFAULT false NOT NULL,
	"hold_reason" text,
	"automation_paused" boolean DEFAULT false NOT NULL,
	"grace_until" timestamptz(3),
	"paid_at" timestamptz(3),
	"delivered_at" timestamptz(3),
	"ended_at" timestamptz(3),
	"removed_at" timestamptz(3),
	"archived_at" timestamptz(3),
	"place_held" boolean DEFAULT false NOT NULL,
	"stock_held" boolean DEFAULT false NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"search" text DEFAULT '' NOT NULL,
	"expires_sort" timestamptz(3) GENERATED ALWAYS AS (coalesce(expires_at, 'infinity'::timestamptz)) STORED,
	CONSTRAINT "services_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"section" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"permissions" jsonb NOT NULL,
	"built_in" boolean DEFAULT false NOT NULL,
	CONSTRAINT "roles_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text,
	"role_id" uuid NOT NULL,
	"language" text NOT NULL,
	"totp_secret" text,
	"totp_pending_secret" text,
	"recovery_codes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"totp_last_step" text,
	"alerts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"disabled_at" timestamptz(3),
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "staff_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"owner" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"body" text,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "idempotency_keys_owner_key_pk" PRIMARY KEY("owner","key")
);
--> statement-breakpoint
ALTER TABLE "product_prices" ADD CONSTRAINT "product_prices_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "products" ADD CONSTRAINT "products_group_id_product_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."product_groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_customer_id_customers_id_fk" FOREIGN KEY ("customer_id") REFERENCES "public"."customers"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operation_log" ADD CONSTRAINT "operation_log_operation_id_operations_id_fk" FOREIGN KEY ("operation_id") REFERENCES "public"."operations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "servers" ADD CONSTRAINT "servers_group_id_server_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."server_groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "staff" ADD CONSTRAINT "staff_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "one_time_tokens_by_account" ON "one_time_tokens" USING btree ("realm","account_id");--> statement-breakpoint
CREATE INDEX "sessions_by_account" ON "sessions" USING btree ("realm","account_id");--> statement-breakpoint
CREATE INDEX "sessions_by_impersonator" ON "sessions" USING btree ("impersonated_by");--> statement-breakpoint
CREATE UNIQUE INDEX "automation_steps_once" ON "automation_steps" USING btree ("service_id","period_start","step");--> statement-breakpoint
CREATE INDEX "credit_entries_by_customer" ON "credit_entries" USING btree ("customer_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "credit_entries_by_document" ON "credit_entries" USING btree ("document_id");--> statement-breakpoint
CREATE UNIQUE INDEX "customers_email_unique" ON "customers" USING btree ("email") WHERE anonymised_at is null;--> statement-breakpoint
CREATE INDEX "customers_by_created" ON "customers" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "customers_by_name" ON "customers" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "users_by_customer" ON "users" USING btree ("customer_id");--> statement-breakpoint
CREATE UNIQUE INDEX "document_effects_once" ON "document_effects" USING btree ("line_id","effect");--> statement-breakpoint
CREATE INDEX "document_lines_by_document" ON "document_lines" USING btree ("document_id","position");--> statement-breakpoint
CREATE INDEX "document_lines_by_service" ON "document_lines" USING btree ("service_id");--> statement-breakpoint
CREATE INDEX "document_lines_by_renewal" ON "document_lines" USING btree ("renewal_id");--> statement-breakpoint
CREATE UNIQUE INDEX "document_lines_corrected_once" ON "document_lines" USING btree ("corrects_line_id");--> statement-breakpoint
CREATE INDEX "documents_by_customer" ON "documents" USING btree ("customer_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "documents_by_state" ON "documents" USING btree ("state","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "documents_by_order" ON "documents" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "documents_by_due" ON "documents" USING btree ("due_at") WHERE paid_at is null and state <> 'void';--> statement-breakpoint
CREATE INDEX "documents_by_corrected" ON "documents" USING btree ("corrects_id");--> statement-breakpoint
CREATE INDEX "history_by_subject" ON "history" USING btree ("subject","subject_id","id");--> statement-breakpoint
CREATE INDEX "history_by_customer" ON "history" USING btree ("customer_id","id");--> statement-breakpoint
CREATE INDEX "history_by_actor" ON "history" USING btree ("actor_id","id");--> statement-breakpoint
CREATE INDEX "mail_digest_items_by_mail" ON "mail_digest_items" USING btree ("mail_id");--> statement-breakpoint
CREATE UNIQUE INDEX "mails_once" ON "mails" USING btree ("dedupe_key");--> statement-breakpoint
CREATE INDEX "mails_due" ON "mails" USING btree ("due_at") WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX "mails_by_created" ON "mails" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "mails_by_customer" ON "mails" USING btree ("customer_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "mails_by_address" ON "mails" USING btree ("to_address","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "operation_log_by_operation" ON "operation_log" USING btree ("operation_id","at");--> statement-breakpoint
CREATE UNIQUE INDEX "operations_one_on_server" ON "operations" USING btree ("service_id") WHERE state in ('running', 'unknown');--> statement-breakpoint
CREATE UNIQUE INDEX "operations_one_next" ON "operations" USING btree ("service_id") WHERE state in ('queued', 'failed');--> statement-breakpoint
CREATE INDEX "operations_due" ON "operations" USING btree ("due_at") WHERE state in ('queued', 'failed', 'unknown') and due_at is not null;--> statement-breakpoint
CREATE INDEX "operations_running" ON "operations" USING btree ("worker_id") WHERE state = 'running';--> statement-breakpoint
CREATE INDEX "operations_by_service" ON "operations" USING btree ("service_id","created_at");--> statement-breakpoint
CREATE INDEX "operations_by_state" ON "operations" USING btree ("state","created_at");--> statement-breakpoint
CREATE INDEX "orders_by_customer" ON "orders" USING btree ("customer_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "orders_by_created" ON "orders" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "orders_due" ON "orders" USING btree ("next_at");--> statement-breakpoint
CREATE UNIQUE INDEX "gateway_events_once" ON "gateway_events" USING btree ("gateway","event_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_intents_once" ON "payment_intents" USING btree ("gateway","reference");--> statement-breakpoint
CREATE INDEX "payment_intents_by_document" ON "payment_intents" USING btree ("document_id");--> statement-breakpoint
CREATE UNIQUE INDEX "payments_once" ON "payments" USING btree ("gateway","reference");--> statement-breakpoint
CREATE INDEX "payments_by_document" ON "payments" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "payments_by_customer" ON "payments" USING btree ("customer_id","received_at");--> statement-breakpoint
CREATE INDEX "payments_by_received" ON "payments" USING btree ("received_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "payments_waiting" ON "payments" USING btree ("received_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE state = 'unallocated';--> statement-breakpoint
CREATE INDEX "payments_by_reversed" ON "payments" USING btree ("reverses_id");--> statement-breakpoint
CREATE UNIQUE INDEX "renewals_one_open" ON "renewals" USING btree ("service_id") WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "renewals_one_per_period" ON "renewals" USING btree ("service_id","period_start_at") WHERE state = 'applied';--> statement-breakpoint
CREATE INDEX "renewals_by_service" ON "renewals" USING btree ("service_id","created_at");--> statement-breakpoint
CREATE INDEX "renewals_by_document" ON "renewals" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "servers_by_group" ON "servers" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "service_schedule_due" ON "service_schedule" USING btree ("next_at") WHERE next_at is not null;--> statement-breakpoint
CREATE INDEX "service_schedule_blocked" ON "service_schedule" USING btree ("blocked_on") WHERE blocked_on is not null;--> statement-breakpoint
CREATE INDEX "services_by_status_created" ON "services" USING btree ("status","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "services_by_status_expiry" ON "services" USING btree ("status","expires_sort","id");--> statement-breakpoint
CREATE INDEX "services_by_created" ON "services" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "services_by_expiry" ON "services" USING btree ("expires_sort","id");--> statement-breakpoint
CREATE INDEX "services_by_price" ON "services" USING btree ("price","id");--> statement-breakpoint
CREATE INDEX "services_by_name" ON "services" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "services_by_customer" ON "services" USING btree ("customer_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "services_by_product" ON "services" USING btree ("product_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "services_by_server" ON "services" USING btree ("server_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "services_by_order" ON "services" USING btree ("order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "services_one_per_resource" ON "services" USING btree ("server_id",(resource->>'remoteId')) WHERE resource is not null and removed_at is null;