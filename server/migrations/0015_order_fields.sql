ALTER TABLE "products" ADD COLUMN "order_fields" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "order_fields_problem" text;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "order_fields_read_at" timestamptz(3);