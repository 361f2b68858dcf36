CREATE TABLE "attention" (
	"viewer" text NOT NULL,
	"content_id" text NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint NOT NULL,
	CONSTRAINT "attention_viewer_from_ms_pk" PRIMARY KEY("viewer","from_ms"),
	CONSTRAINT "attention_forward" CHECK ("attention"."from_ms" < "attention"."to_ms")
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"viewer" text NOT NULL,
	"collect" boolean NOT NULL,
	"personalise" boolean NOT NULL,
	"at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "events" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"viewer" text NOT NULL,
	"event_id" uuid NOT NULL,
	"content_id" text NOT NULL,
	"kind" text NOT NULL,
	"at_ms" bigint NOT NULL,
	"dwell_ms" integer NOT NULL,
	"received_at_ms" bigint NOT NULL,
	"verified_ms" integer NOT NULL,
	CONSTRAINT "events_verified" CHECK ("events"."verified_ms" between 0 and "events"."dwell_ms")
);
--> statement-breakpoint
CREATE TABLE "follows" (
	"viewer" text NOT NULL,
	"creator" text NOT NULL,
	"at_ms" bigint NOT NULL,
	CONSTRAINT "follows_viewer_creator_pk" PRIMARY KEY("viewer","creator")
);
--> statement-breakpoint
CREATE TABLE "reductions" (
	"seq" bigserial PRIMARY KEY NOT NULL,
	"viewer" text NOT NULL,
	"event_id" uuid NOT NULL,
	"content_id" text NOT NULL,
	"reason" text NOT NULL,
	"cut_ms" integer NOT NULL,
	"at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "siwe_nonces" (
	"nonce" text PRIMARY KEY NOT NULL,
	"expires_at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "viewer_keys" (
	"account_tag" text PRIMARY KEY NOT NULL,
	"wrapped_key" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "viewer_states" (
	"viewer" text PRIMARY KEY NOT NULL,
	"sealed" "bytea" NOT NULL,
	"oldest_at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "creators" (
	"address" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"bio" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "works" (
	"content_hash" text PRIMARY KEY NOT NULL,
	"creator" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"language" text NOT NULL,
	"topics" text[] NOT NULL,
	"body" text NOT NULL,
	"words" integer NOT NULL,
	"length_seconds" integer NOT NULL,
	"created_at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blocks" (
	"number" bigint PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chain_cursor" (
	"id" text PRIMARY KEY NOT NULL,
	"chain_id" integer NOT NULL,
	"market" text NOT NULL,
	"indexed_block" bigint NOT NULL,
	"indexed_hash" text NOT NULL,
	"revision" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "claims" (
	"tx_hash" text NOT NULL,
	"log_index" integer NOT NULL,
	"block" bigint NOT NULL,
	"at_ms" bigint NOT NULL,
	"account" text NOT NULL,
	"split_ids" text[] NOT NULL,
	"amount_wei" numeric(78, 0) NOT NULL,
	CONSTRAINT "claims_tx_hash_log_index_pk" PRIMARY KEY("tx_hash","log_index")
);
--> statement-breakpoint
CREATE TABLE "contents" (
	"content_id" text PRIMARY KEY NOT NULL,
	"creator" text NOT NULL,
	"split_id" text NOT NULL,
	"content_hash" text NOT NULL,
	"uri" text NOT NULL,
	"floor_wei" numeric(78, 0) NOT NULL,
	"ceiling_wei" numeric(78, 0) NOT NULL,
	"referral_bps" integer NOT NULL,
	"listed" boolean NOT NULL,
	"unlisted_in_block" bigint,
	"block" bigint NOT NULL,
	"published_at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "faucet_grants" (
	"address" text PRIMARY KEY NOT NULL,
	"block" bigint NOT NULL,
	"at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "price_bounds" (
	"block" bigint NOT NULL,
	"log_index" integer NOT NULL,
	"content_id" text NOT NULL,
	"floor_wei" numeric(78, 0) NOT NULL,
	"ceiling_wei" numeric(78, 0) NOT NULL,
	CONSTRAINT "price_bounds_block_log_index_pk" PRIMARY KEY("block","log_index")
);
--> statement-breakpoint
CREATE TABLE "purchases" (
	"tx_hash" text NOT NULL,
	"log_index" integer NOT NULL,
	"block" bigint NOT NULL,
	"at_ms" bigint NOT NULL,
	"content_id" text NOT NULL,
	"buyer" text NOT NULL,
	"recipient" text NOT NULL,
	"quantity" numeric(78, 0) NOT NULL,
	"unit_price_wei" numeric(78, 0) NOT NULL,
	"referrer" text,
	CONSTRAINT "purchases_tx_hash_log_index_pk" PRIMARY KEY("tx_hash","log_index")
);
--> statement-breakpoint
CREATE TABLE "referral_terms" (
	"block" bigint NOT NULL,
	"log_index" integer NOT NULL,
	"content_id" text NOT NULL,
	"bps" integer NOT NULL,
	CONSTRAINT "referral_terms_block_log_index_pk" PRIMARY KEY("block","log_index")
);
--> statement-breakpoint
CREATE TABLE "splits" (
	"split_id" text PRIMARY KEY NOT NULL,
	"payees" text[] NOT NULL,
	"bps" integer[] NOT NULL,
	"block" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "supports" (
	"tx_hash" text NOT NULL,
	"log_index" integer NOT NULL,
	"block" bigint NOT NULL,
	"at_ms" bigint NOT NULL,
	"content_id" text NOT NULL,
	"supporter" text NOT NULL,
	"amount_wei" numeric(78, 0) NOT NULL,
	CONSTRAINT "supports_tx_hash_log_index_pk" PRIMARY KEY("tx_hash","log_index")
);
--> statement-breakpoint
CREATE TABLE "imported_contents" (
	"source" text NOT NULL,
	"content_id" text NOT NULL,
	"creator" text NOT NULL,
	"topics" text[] NOT NULL,
	"duration_ms" real NOT NULL,
	"type" text NOT NULL,
	CONSTRAINT "imported_contents_source_content_id_pk" PRIMARY KEY("source","content_id")
);
--> statement-breakpoint
CREATE TABLE "imported_visits" (
	"source" text NOT NULL,
	"viewer" text NOT NULL,
	"content_id" text NOT NULL,
	"at_ms" bigint NOT NULL,
	"ordinal" smallint NOT NULL,
	"day" integer NOT NULL,
	"kind" text NOT NULL,
	"play_ms" bigint NOT NULL,
	"duration_ms" bigint NOT NULL,
	"place" integer NOT NULL,
	"labels" smallint NOT NULL,
	CONSTRAINT "imported_visits_source_viewer_content_id_at_ms_ordinal_pk" PRIMARY KEY("source","viewer","content_id","at_ms","ordinal")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"name" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"manifest" jsonb NOT NULL,
	"weights" "bytea" NOT NULL,
	"active" boolean DEFAULT false NOT NULL,
	"comparison" jsonb,
	"trained_at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "quotes" (
	"tag" text PRIMARY KEY NOT NULL,
	"viewer" text,
	"sealed" "bytea" NOT NULL,
	"created_day" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "trainings" (
	"id" text PRIMARY KEY NOT NULL,
	"model" text NOT NULL,
	"state" text NOT NULL,
	"stage" text,
	"share" real,
	"error" text,
	"outcome" jsonb,
	"requested_at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "attention_content" ON "attention" USING btree ("content_id");--> statement-breakpoint
CREATE INDEX "consents_viewer" ON "consents" USING btree ("viewer","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "events_viewer_event" ON "events" USING btree ("viewer","event_id");--> statement-breakpoint
CREATE INDEX "events_viewer_at" ON "events" USING btree ("viewer","at_ms");--> statement-breakpoint
CREATE INDEX "follows_creator" ON "follows" USING btree ("creator");--> statement-breakpoint
CREATE INDEX "reductions_viewer_event" ON "reductions" USING btree ("viewer","event_id");--> statement-breakpoint
CREATE INDEX "siwe_nonces_expiry" ON "siwe_nonces" USING btree ("expires_at_ms");--> statement-breakpoint
CREATE INDEX "viewer_states_oldest" ON "viewer_states" USING btree ("oldest_at_ms");--> statement-breakpoint
CREATE INDEX "works_creator" ON "works" USING btree ("creator");--> statement-breakpoint
CREATE INDEX "claims_account" ON "claims" USING btree ("account");--> statement-breakpoint
CREATE INDEX "contents_hash" ON "contents" USING btree ("content_hash");--> statement-breakpoint
CREATE INDEX "contents_creator" ON "contents" USING btree ("creator");--> statement-breakpoint
CREATE INDEX "purchases_content" ON "purchases" USING btree ("content_id");--> statement-breakpoint
CREATE INDEX "purchases_recipient" ON "purchases" USING btree ("recipient");--> statement-breakpoint
CREATE INDEX "supports_content" ON "supports" USING btree ("content_id");--> statement-breakpoint
CREATE UNIQUE INDEX "models_one_active" ON "models" USING btree ("active") WHERE "models"."active";--> statement-breakpoint
CREATE INDEX "quotes_viewer" ON "quotes" USING btree ("viewer");--> statement-breakpoint
CREATE INDEX "quotes_day" ON "quotes" USING btree ("created_day");