ALTER TABLE "drift_batches" ADD COLUMN "run_by" jsonb;--> statement-breakpoint
CREATE INDEX "operations_by_settled" ON "operations" USING btree ("settled_at") WHERE settled_at is not null;