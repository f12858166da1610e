CREATE TABLE "coupon_uses" (
	"id" uuid PRIMARY KEY NOT NULL,
	"coupon_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"order_id" uuid NOT NULL,
	"currency" text NOT NULL,
	"amount" bigint NOT NULL,
	"used_at" timestamptz(3) NOT NULL,
	"released_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "coupons" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"notes" text DEFAULT '' NOT NULL,
	"kind" text NOT NULL,
	"basis_points" integer DEFAULT 0 NOT NULL,
	"amounts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"renewals" integer DEFAULT 0,
	"product_ids" uuid[] DEFAULT '{}' NOT NULL,
	"minimums" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"valid_from_at" timestamptz(3),
	"valid_until_at" timestamptz(3),
	"max_uses" integer,
	"max_uses_per_customer" integer,
	"use_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"archived_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "option_prices" (
	"option_id" uuid NOT NULL,
	"choice" text DEFAULT '' NOT NULL,
	"cycle" text NOT NULL,
	"currency" text NOT NULL,
	"price" bigint NOT NULL,
	"setup_fee" bigint NOT NULL,
	CONSTRAINT "option_prices_option_id_choice_cycle_currency_pk" PRIMARY KEY("option_id","choice","cycle","currency")
);
--> statement-breakpoint
CREATE TABLE "options" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"label" jsonb NOT NULL,
	"help" jsonb NOT NULL,
	"kind" text NOT NULL,
	"required" boolean NOT NULL,
	"recurring" boolean NOT NULL,
	"min" integer,
	"max" integer,
	"step" integer,
	"unit" text DEFAULT '' NOT NULL,
	"choices" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "product_options" (
	"product_id" uuid NOT NULL,
	"option_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "product_options_product_id_option_id_pk" PRIMARY KEY("product_id","option_id")
);
--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "customer_limit" integer;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "customer_limit_counts" text DEFAULT 'active' NOT NULL;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "options" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "services" ADD COLUMN "discount" jsonb;--> statement-breakpoint
ALTER TABLE "coupon_uses" ADD CONSTRAINT "coupon_uses_coupon_id_coupons_id_fk" FOREIGN KEY ("coupon_id") REFERENCES "public"."coupons"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "option_prices" ADD CONSTRAINT "option_prices_option_id_options_id_fk" FOREIGN KEY ("option_id") REFERENCES "public"."options"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_options" ADD CONSTRAINT "product_options_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_options" ADD CONSTRAINT "product_options_option_id_options_id_fk" FOREIGN KEY ("option_id") REFERENCES "public"."options"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "coupon_uses_one_per_order" ON "coupon_uses" USING btree ("coupon_id","order_id");--> statement-breakpoint
CREATE INDEX "coupon_uses_by_customer" ON "coupon_uses" USING btree ("coupon_id","customer_id");--> statement-breakpoint
CREATE INDEX "coupon_uses_by_order" ON "coupon_uses" USING btree ("order_id");--> statement-breakpoint
CREATE UNIQUE INDEX "coupons_code" ON "coupons" USING btree (lower(code));--> statement-breakpoint
CREATE INDEX "product_options_by_option" ON "product_options" USING btree ("option_id");