ALTER TABLE "document_lines" ADD COLUMN "net" bigint NOT NULL;--> statement-breakpoint
ALTER TABLE "document_lines" ADD COLUMN "tax" bigint NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "document_lines_corrected_once" ON "document_lines" USING btree ("corrects_line_id");--> statement-breakpoint
DROP INDEX "credit_entries_by_customer";--> statement-breakpoint
ALTER TABLE "credit_entries" ADD COLUMN "by" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_intents" ADD COLUMN "settled_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "reverses_id" uuid;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "transfer" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "transfer_error" text;--> statement-breakpoint
CREATE INDEX "credit_entries_by_document" ON "credit_entries" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "payments_by_received" ON "payments" USING btree ("received_at" DESC NULLS LAST,"id" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "payments_waiting" ON "payments" USING btree ("received_at" DESC NULLS LAST,"id" DESC NULLS LAST) WHERE state = 'unallocated';--> statement-breakpoint
CREATE INDEX "payments_by_reversed" ON "payments" USING btree ("reverses_id");--> statement-breakpoint
CREATE INDEX "credit_entries_by_customer" ON "credit_entries" USING btree ("customer_id","at" DESC NULLS LAST,"id" DESC NULLS LAST);