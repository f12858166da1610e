DROP INDEX "document_lines_by_renewal";--> statement-breakpoint
DROP INDEX "renewals_by_document";