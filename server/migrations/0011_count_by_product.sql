DROP INDEX "services_by_product";--> statement-breakpoint
DROP INDEX "services_by_server";--> statement-breakpoint
CREATE INDEX "services_by_product" ON "services" USING btree ("product_id","created_at","id","archived_at");--> statement-breakpoint
CREATE INDEX "services_by_server" ON "services" USING btree ("server_id","created_at","id","archived_at");