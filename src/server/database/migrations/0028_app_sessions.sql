CREATE TABLE "app_artifacts" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"app_session_id" uuid,
	"payload" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"consumed_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "app_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"alg" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "app_keys_alg" UNIQUE("organization_id","alg")
);
--> statement-breakpoint
CREATE TABLE "app_sessions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"organization_id" uuid NOT NULL,
	"app_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"device_id" uuid,
	"pin_session_id" uuid,
	"account_session_id" uuid,
	"assurance" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"logout" text DEFAULT 'none' NOT NULL,
	"logout_failure" text,
	"logout_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "app_artifacts" ADD CONSTRAINT "app_artifacts_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_artifacts" ADD CONSTRAINT "app_artifacts_app_session_id_app_sessions_id_fk" FOREIGN KEY ("app_session_id") REFERENCES "public"."app_sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_keys" ADD CONSTRAINT "app_keys_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_sessions" ADD CONSTRAINT "app_sessions_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_sessions" ADD CONSTRAINT "app_sessions_app_id_apps_id_fk" FOREIGN KEY ("app_id") REFERENCES "public"."apps"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_sessions" ADD CONSTRAINT "app_sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_sessions" ADD CONSTRAINT "app_sessions_device_id_devices_id_fk" FOREIGN KEY ("device_id") REFERENCES "public"."devices"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_sessions" ADD CONSTRAINT "app_sessions_pin_session_id_pin_sessions_id_fk" FOREIGN KEY ("pin_session_id") REFERENCES "public"."pin_sessions"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app_sessions" ADD CONSTRAINT "app_sessions_account_session_id_account_sessions_id_fk" FOREIGN KEY ("account_session_id") REFERENCES "public"."account_sessions"("id") ON DELETE set null ON UPDATE cascade;--> statement-breakpoint
CREATE INDEX "app_artifacts_session" ON "app_artifacts" USING btree ("app_session_id");--> statement-breakpoint
CREATE INDEX "app_artifacts_expiry" ON "app_artifacts" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "app_sessions_pin" ON "app_sessions" USING btree ("pin_session_id");--> statement-breakpoint
CREATE INDEX "app_sessions_account" ON "app_sessions" USING btree ("account_session_id");--> statement-breakpoint
CREATE INDEX "app_sessions_app" ON "app_sessions" USING btree ("app_id","opened_at");--> statement-breakpoint
CREATE INDEX "app_sessions_open" ON "app_sessions" USING btree ("opened_at") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "app_sessions_cut" ON "app_sessions" USING btree ("opened_at") WHERE ended_at is null and pin_session_id is null and account_session_id is null;