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
DROP INDEX "mails_by_customer";--> statement-breakpoint
DROP INDEX "mails_by_address";--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "one_time_token" text;--> statement-breakpoint
ALTER TABLE "mails" ADD COLUMN "is_first" boolean DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX "mail_digest_items_by_mail" ON "mail_digest_items" USING btree ("mail_id");--> statement-breakpoint
CREATE INDEX "mails_by_created" ON "mails" USING btree ("created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "mails_by_customer" ON "mails" USING btree ("customer_id","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "mails_by_address" ON "mails" USING btree ("to_address","created_at" DESC NULLS LAST,"id" DESC NULLS LAST);