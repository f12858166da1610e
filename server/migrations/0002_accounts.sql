ALTER TABLE "one_time_tokens" ADD COLUMN "email" text;--> statement-breakpoint
DELETE FROM "sessions";--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "id" uuid NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "customers" ADD COLUMN "search" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "totp_pending_secret" text;--> statement-breakpoint
CREATE INDEX "one_time_tokens_by_account" ON "one_time_tokens" USING btree ("realm","account_id");--> statement-breakpoint
CREATE INDEX "sessions_by_impersonator" ON "sessions" USING btree ("impersonated_by");--> statement-breakpoint
CREATE UNIQUE INDEX "customers_email_unique" ON "customers" USING btree ("email") WHERE anonymised_at is null;--> statement-breakpoint
CREATE INDEX "customers_by_created" ON "customers" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "customers_by_name" ON "customers" USING btree ("name","id");--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_id_unique" UNIQUE("id");