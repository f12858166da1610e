CREATE TABLE "import_rows" (
	"id" uuid PRIMARY KEY NOT NULL,
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"service_id" uuid NOT NULL,
	"operation_id" uuid NOT NULL,
	"customer_id" uuid NOT NULL,
	"product_id" uuid,
	"type" text NOT NULL,
	"server_id" uuid NOT NULL,
	"remote_id" text NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"error_code" text,
	"error_message" text,
	"settled_at" timestamptz(3)
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"requested_by" jsonb NOT NULL,
	"created_at" timestamptz(3) NOT NULL
);
--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "import_rows_by_import" ON "import_rows" USING btree ("import_id","position");--> statement-breakpoint
CREATE INDEX "import_rows_by_operation" ON "import_rows" USING btree ("operation_id");--> statement-breakpoint
CREATE INDEX "import_rows_by_resource" ON "import_rows" USING btree ("server_id","remote_id");