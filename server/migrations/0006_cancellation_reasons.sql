ALTER TABLE "cancellation_reasons" ADD COLUMN "audience" text DEFAULT 'both' NOT NULL;--> statement-breakpoint
ALTER TABLE "cancellation_reasons" ADD COLUMN "mode" text DEFAULT 'both' NOT NULL;--> statement-breakpoint
CREATE INDEX "services_by_cancellation" ON "services" USING btree ("cancellation_requested_at","cancellation_reason_id") WHERE cancellation_requested_at is not null;