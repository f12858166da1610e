DROP INDEX "renewals_one_per_period";--> statement-breakpoint
ALTER TABLE "renewals" ADD COLUMN "sold_again_at" timestamptz(3);--> statement-breakpoint
CREATE UNIQUE INDEX "renewals_one_per_period" ON "renewals" USING btree ("service_id","period_start_at") WHERE state = 'applied' and sold_again_at is null;