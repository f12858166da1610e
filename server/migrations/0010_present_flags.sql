DROP INDEX "services_custom";--> statement-breakpoint
DROP INDEX "services_endless";--> statement-breakpoint
DROP INDEX "services_on_auto_pay";--> statement-breakpoint
DROP INDEX "services_on_trial";--> statement-breakpoint
DROP INDEX "services_cancelling";--> statement-breakpoint
CREATE INDEX "services_custom" ON "services" USING btree ("created_at","id") WHERE product_id is null and archived_at is null;--> statement-breakpoint
CREATE INDEX "services_endless" ON "services" USING btree ("created_at","id") WHERE expires_at is null and archived_at is null;--> statement-breakpoint
CREATE INDEX "services_on_auto_pay" ON "services" USING btree ("created_at","id") WHERE auto_pay and archived_at is null;--> statement-breakpoint
CREATE INDEX "services_on_trial" ON "services" USING btree ("created_at","id") WHERE trial and archived_at is null;--> statement-breakpoint
CREATE INDEX "services_cancelling" ON "services" USING btree ("created_at","id") WHERE cancellation_requested_at is not null and ended_at is null and archived_at is null;