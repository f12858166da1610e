DROP INDEX "charges_once";--> statement-breakpoint
CREATE UNIQUE INDEX "charges_once" ON "charges" USING btree ("renewal_id","mandate_at","attempt") WHERE state <> 'abandoned';