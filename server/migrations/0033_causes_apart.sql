CREATE TABLE "service_causes" (
	"cause" text NOT NULL,
	"service_id" uuid NOT NULL,
	CONSTRAINT "service_causes_cause_service_id_pk" PRIMARY KEY("cause","service_id")
);
--> statement-breakpoint
DROP INDEX "services_by_cause";--> statement-breakpoint
DROP INDEX "services_suspended";