CREATE TABLE "audit_lanes" (
	"organization_id" uuid NOT NULL,
	"lane" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_lanes_organization_id_lane_pk" PRIMARY KEY("organization_id","lane")
);
--> statement-breakpoint
CREATE TABLE "audit_marks" (
	"organization_id" uuid NOT NULL,
	"lane" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_marks_organization_id_lane_pk" PRIMARY KEY("organization_id","lane")
);
--> statement-breakpoint
CREATE TABLE "audit_tail" (
	"number" bigserial NOT NULL,
	"position" bigint NOT NULL,
	"organization_id" uuid NOT NULL,
	"lane" uuid NOT NULL,
	"sequence" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "audit_tail_organization_id_position_pk" PRIMARY KEY("organization_id","position")
);
