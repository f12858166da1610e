DROP INDEX "services_by_status_created";--> statement-breakpoint
DROP INDEX "services_by_status_expiry";--> statement-breakpoint
DROP INDEX "services_by_created";--> statement-breakpoint
DROP INDEX "services_by_expiry";--> statement-breakpoint
DROP INDEX "services_by_price";--> statement-breakpoint
DROP INDEX "services_by_name";--> statement-breakpoint
DROP INDEX "services_by_customer";--> statement-breakpoint
DROP INDEX "services_by_product";--> statement-breakpoint
DROP INDEX "services_by_server";--> statement-breakpoint
CREATE INDEX "services_archived" ON "services" USING btree ("created_at","id") WHERE archived_at is not null;--> statement-breakpoint
CREATE INDEX "services_by_type" ON "services" USING btree ("type","created_at","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "services_by_cycle" ON "services" USING btree ("cycle","created_at","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "services_by_currency" ON "services" USING btree ("currency","created_at","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "services_custom" ON "services" USING btree ("created_at","id") WHERE product_id is null;--> statement-breakpoint
CREATE INDEX "services_endless" ON "services" USING btree ("created_at","id") WHERE expires_at is null;--> statement-breakpoint
CREATE INDEX "services_on_auto_pay" ON "services" USING btree ("created_at","id") WHERE auto_pay;--> statement-breakpoint
CREATE INDEX "services_on_trial" ON "services" USING btree ("created_at","id") WHERE trial;--> statement-breakpoint
CREATE INDEX "services_cancelling" ON "services" USING btree ("created_at","id") WHERE cancellation_requested_at is not null and ended_at is null;--> statement-breakpoint
CREATE INDEX "services_held" ON "services" USING btree ("created_at","id") WHERE held_forever or hold_until is not null;--> statement-breakpoint
CREATE INDEX "services_left_to_staff" ON "services" USING btree ("id") WHERE held_forever or automation_paused;--> statement-breakpoint
CREATE INDEX "services_by_cause" ON "services" USING gin (suspensions jsonb_path_ops) WHERE suspensions <> '[]'::jsonb;--> statement-breakpoint
CREATE INDEX "services_suspended" ON "services" USING btree ("created_at","id") WHERE suspensions <> '[]'::jsonb;--> statement-breakpoint
CREATE INDEX "services_by_metadata" ON "services" USING gin ("metadata") WHERE metadata <> '{}'::jsonb;--> statement-breakpoint
CREATE INDEX "services_by_status_created" ON "services" USING btree ("status","created_at","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "services_by_status_expiry" ON "services" USING btree ("status","expires_sort","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "services_by_created" ON "services" USING btree ("created_at","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "services_by_expiry" ON "services" USING btree ("expires_sort","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "services_by_price" ON "services" USING btree ("price","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "services_by_name" ON "services" USING btree ("name","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "services_by_customer" ON "services" USING btree ("customer_id","created_at","id");--> statement-breakpoint
CREATE INDEX "services_by_product" ON "services" USING btree ("product_id","created_at","id");--> statement-breakpoint
CREATE INDEX "services_by_server" ON "services" USING btree ("server_id","created_at","id");