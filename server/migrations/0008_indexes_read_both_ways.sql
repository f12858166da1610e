DROP INDEX "credit_entries_by_customer";--> statement-breakpoint
DROP INDEX "customers_by_created";--> statement-breakpoint
DROP INDEX "documents_by_customer";--> statement-breakpoint
DROP INDEX "documents_by_state";--> statement-breakpoint
DROP INDEX "mails_by_created";--> statement-breakpoint
DROP INDEX "mails_by_customer";--> statement-breakpoint
DROP INDEX "mails_by_address";--> statement-breakpoint
DROP INDEX "orders_by_customer";--> statement-breakpoint
DROP INDEX "orders_by_created";--> statement-breakpoint
DROP INDEX "payments_by_received";--> statement-breakpoint
DROP INDEX "payments_waiting";--> statement-breakpoint
CREATE INDEX "credit_entries_by_customer" ON "credit_entries" USING btree ("customer_id","at","id");--> statement-breakpoint
CREATE INDEX "customers_by_created" ON "customers" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "documents_by_customer" ON "documents" USING btree ("customer_id","created_at","id");--> statement-breakpoint
CREATE INDEX "documents_by_state" ON "documents" USING btree ("state","created_at","id");--> statement-breakpoint
CREATE INDEX "mails_by_created" ON "mails" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "mails_by_customer" ON "mails" USING btree ("customer_id","created_at","id");--> statement-breakpoint
CREATE INDEX "mails_by_address" ON "mails" USING btree ("to_address","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_customer" ON "orders" USING btree ("customer_id","created_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_created" ON "orders" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "payments_by_received" ON "payments" USING btree ("received_at","id");--> statement-breakpoint
CREATE INDEX "payments_waiting" ON "payments" USING btree ("received_at","id") WHERE state = 'unallocated';