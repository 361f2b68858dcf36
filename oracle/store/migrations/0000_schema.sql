CREATE TABLE "audience_readers" (
	"day" integer NOT NULL,
	"viewer" text NOT NULL,
	"content_id" text NOT NULL,
	"ms" bigint NOT NULL,
	"whole_ms" bigint NOT NULL,
	"personalise" boolean NOT NULL,
	CONSTRAINT "audience_readers_viewer_content_id_pk" PRIMARY KEY("viewer","content_id")
);
--> statement-breakpoint
CREATE TABLE "attention" (
	"viewer" text NOT NULL,
	"content_id" text NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint NOT NULL,
	"section" smallint,
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
	"section" smallint,
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
CREATE TABLE "ad_impressions" (
	"id" text PRIMARY KEY NOT NULL,
	"campaign_id" text NOT NULL,
	"viewer" text NOT NULL,
	"newcomer" boolean DEFAULT false NOT NULL,
	"place" text NOT NULL,
	"served_at_ms" bigint NOT NULL,
	"viewed_at_ms" bigint,
	"clicked_at_ms" bigint
);
--> statement-breakpoint
CREATE TABLE "campaign_briefs" (
	"audience_hash" text PRIMARY KEY NOT NULL,
	"advertiser" text NOT NULL,
	"audience" jsonb NOT NULL,
	"creative" jsonb NOT NULL,
	"created_at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "earners" (
	"viewer" text PRIMARY KEY NOT NULL,
	"account" text NOT NULL,
	"share_bps" integer NOT NULL,
	"daily_seconds" integer,
	"since_ms" bigint NOT NULL,
	CONSTRAINT "earners_account_unique" UNIQUE("account")
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
CREATE TABLE "campaign_payments" (
	"tx_hash" text NOT NULL,
	"log_index" integer NOT NULL,
	"block" bigint NOT NULL,
	"at_ms" bigint NOT NULL,
	"campaign_id" text NOT NULL,
	"kind" text NOT NULL,
	"epoch" bigint,
	"amount_wei" numeric(78, 0) NOT NULL,
	CONSTRAINT "campaign_payments_tx_hash_log_index_pk" PRIMARY KEY("tx_hash","log_index")
);
--> statement-breakpoint
CREATE TABLE "campaigns" (
	"campaign_id" text PRIMARY KEY NOT NULL,
	"advertiser" text NOT NULL,
	"max_rate_wei" numeric(78, 0) NOT NULL,
	"starts_at" bigint NOT NULL,
	"ends_at" bigint NOT NULL,
	"first_ends_at" bigint NOT NULL,
	"audience_hash" text NOT NULL,
	"closed_in_block" bigint,
	"block" bigint NOT NULL,
	"created_at_ms" bigint NOT NULL
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
CREATE TABLE "opened_payouts" (
	"tx_hash" text NOT NULL,
	"log_index" integer NOT NULL,
	"block" bigint NOT NULL,
	"at_ms" bigint NOT NULL,
	"epoch" bigint NOT NULL,
	"root" text NOT NULL,
	"total_wei" numeric(78, 0) NOT NULL,
	CONSTRAINT "opened_payouts_tx_hash_log_index_pk" PRIMARY KEY("tx_hash","log_index")
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
CREATE TABLE "reports" (
	"digest" text PRIMARY KEY NOT NULL,
	"epoch" bigint NOT NULL,
	"parent" text NOT NULL,
	"rate_wei" numeric(78, 0) NOT NULL,
	"payouts_root" text NOT NULL,
	"payouts_total_wei" numeric(78, 0) NOT NULL,
	"spends_root" text NOT NULL,
	"data_hash" text NOT NULL,
	"model_hash" text NOT NULL,
	"challenge_ends_at" bigint NOT NULL,
	"signers" integer NOT NULL,
	"tx_hash" text NOT NULL,
	"block" bigint NOT NULL,
	"at_ms" bigint NOT NULL,
	"vetoed_in_block" bigint,
	"vetoed_in_tx" text
);
--> statement-breakpoint
CREATE TABLE "reward_claims" (
	"tx_hash" text NOT NULL,
	"log_index" integer NOT NULL,
	"block" bigint NOT NULL,
	"at_ms" bigint NOT NULL,
	"account" text NOT NULL,
	"amount_wei" numeric(78, 0) NOT NULL,
	CONSTRAINT "reward_claims_tx_hash_log_index_pk" PRIMARY KEY("tx_hash","log_index")
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
CREATE TABLE "attention_groups" (
	"content_id" text NOT NULL,
	"content_hash" text NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint NOT NULL,
	"viewers" integer NOT NULL,
	"new_viewers" integer NOT NULL,
	"came_back" integer NOT NULL,
	"completed" integer NOT NULL,
	"attention_ms" bigint NOT NULL,
	"placed" integer NOT NULL,
	"sections" jsonb,
	CONSTRAINT "attention_groups_content_id_content_hash_to_ms_pk" PRIMARY KEY("content_id","content_hash","to_ms")
);
--> statement-breakpoint
CREATE TABLE "courses" (
	"id" text PRIMARY KEY NOT NULL,
	"creator" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"lessons" text[] NOT NULL,
	"created_at_ms" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "editions" (
	"content_hash" text PRIMARY KEY NOT NULL,
	"replaces" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "standard_prices" (
	"content_id" text NOT NULL,
	"content_hash" text NOT NULL,
	"day" integer NOT NULL,
	"samples" integer NOT NULL,
	"sum_wei" numeric(78, 0) NOT NULL,
	CONSTRAINT "standard_prices_content_id_content_hash_day_pk" PRIMARY KEY("content_id","content_hash","day")
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
CREATE TABLE "appeals" (
	"id" text PRIMARY KEY NOT NULL,
	"viewer" text NOT NULL,
	"rule" text NOT NULL,
	"epoch" bigint,
	"message" text NOT NULL,
	"state" text NOT NULL,
	"answer" text,
	"created_at_ms" bigint NOT NULL,
	"answered_at_ms" bigint
);
--> statement-breakpoint
CREATE TABLE "epoch_campaigns" (
	"epoch" bigint NOT NULL,
	"campaign_id" text NOT NULL,
	"audience_hash" text NOT NULL,
	"topics" text[] NOT NULL,
	"languages" text[] NOT NULL,
	"max_rate_wei" numeric(78, 0) NOT NULL,
	"available_wei" numeric(78, 0) NOT NULL,
	"spendable_wei" numeric(78, 0) NOT NULL,
	"spent_wei" numeric(78, 0) NOT NULL,
	"bought_ms" bigint NOT NULL,
	CONSTRAINT "epoch_campaigns_epoch_campaign_id_pk" PRIMARY KEY("epoch","campaign_id")
);
--> statement-breakpoint
CREATE TABLE "epoch_cells" (
	"epoch" bigint NOT NULL,
	"cell" integer NOT NULL,
	"campaigns" text[] NOT NULL,
	"supply_ms" bigint NOT NULL,
	"spent_wei" numeric(78, 0)[] NOT NULL,
	CONSTRAINT "epoch_cells_epoch_cell_pk" PRIMARY KEY("epoch","cell")
);
--> statement-breakpoint
CREATE TABLE "epoch_contents" (
	"epoch" bigint NOT NULL,
	"content_id" text NOT NULL,
	"creator" text NOT NULL,
	"language" text,
	"topics" text[] NOT NULL,
	"payees" text[] NOT NULL,
	"bps" integer[] NOT NULL,
	CONSTRAINT "epoch_contents_epoch_content_id_pk" PRIMARY KEY("epoch","content_id")
);
--> statement-breakpoint
CREATE TABLE "epoch_counted" (
	"epoch" bigint NOT NULL,
	"account" text collate "C" NOT NULL,
	"ms" bigint NOT NULL,
	CONSTRAINT "epoch_counted_epoch_account_pk" PRIMARY KEY("epoch","account")
);
--> statement-breakpoint
CREATE TABLE "epoch_payouts" (
	"epoch" bigint NOT NULL,
	"account" text collate "C" NOT NULL,
	"amount_wei" numeric(78, 0) NOT NULL,
	CONSTRAINT "epoch_payouts_account_epoch_pk" PRIMARY KEY("account","epoch")
);
--> statement-breakpoint
CREATE TABLE "epoch_reductions" (
	"epoch" bigint NOT NULL,
	"viewer" text NOT NULL,
	"rule" text NOT NULL,
	"cut_ms" bigint NOT NULL,
	CONSTRAINT "epoch_reductions_epoch_viewer_rule_pk" PRIMARY KEY("epoch","viewer","rule")
);
--> statement-breakpoint
CREATE TABLE "epoch_rows" (
	"epoch" bigint NOT NULL,
	"account" text collate "C" NOT NULL,
	"role" smallint NOT NULL,
	"cell" integer NOT NULL,
	"units" bigint NOT NULL,
	CONSTRAINT "epoch_rows_epoch_account_role_cell_pk" PRIMARY KEY("epoch","account","role","cell")
);
--> statement-breakpoint
CREATE TABLE "epoch_viewers" (
	"epoch" bigint NOT NULL,
	"viewer" text collate "C" NOT NULL,
	"account" text collate "C" NOT NULL,
	"share_bps" integer NOT NULL,
	"cap_ms" bigint NOT NULL,
	"used_ms" bigint NOT NULL,
	"newcomer" boolean NOT NULL,
	"place" integer NOT NULL,
	"campaigns" text[] NOT NULL,
	"content_ids" text[] NOT NULL,
	"content_ms" bigint[] NOT NULL,
	CONSTRAINT "epoch_viewers_epoch_viewer_pk" PRIMARY KEY("epoch","viewer")
);
--> statement-breakpoint
CREATE TABLE "epoch_write_offs" (
	"epoch" bigint NOT NULL,
	"of_epoch" bigint NOT NULL,
	"account" text collate "C" NOT NULL,
	"amount_wei" numeric(78, 0) NOT NULL,
	CONSTRAINT "epoch_write_offs_account_of_epoch_pk" PRIMARY KEY("account","of_epoch")
);
--> statement-breakpoint
CREATE TABLE "epochs" (
	"epoch" bigint PRIMARY KEY NOT NULL,
	"state" text NOT NULL,
	"from_ms" bigint NOT NULL,
	"to_ms" bigint NOT NULL,
	"frozen_at_ms" bigint NOT NULL,
	"block" bigint NOT NULL,
	"previous_rate_wei" numeric(78, 0) NOT NULL,
	"report" jsonb,
	"digest" text,
	"plan" jsonb,
	"totals" jsonb,
	"tx_hash" text,
	"problem" text,
	"forgotten" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payout_totals" (
	"account" text collate "C" PRIMARY KEY NOT NULL,
	"cumulative_wei" numeric(78, 0) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_objections" (
	"epoch" bigint NOT NULL,
	"digest" text NOT NULL,
	"signer" text NOT NULL,
	"place" text NOT NULL,
	"proposed" text NOT NULL,
	"recomputed" text NOT NULL,
	"at_ms" bigint NOT NULL,
	CONSTRAINT "report_objections_digest_signer_pk" PRIMARY KEY("digest","signer")
);
--> statement-breakpoint
CREATE TABLE "report_signatures" (
	"epoch" bigint NOT NULL,
	"digest" text NOT NULL,
	"signer" text NOT NULL,
	"signature" "bytea" NOT NULL,
	"at_ms" bigint NOT NULL,
	CONSTRAINT "report_signatures_digest_signer_pk" PRIMARY KEY("digest","signer")
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
CREATE INDEX "audience_readers_content" ON "audience_readers" USING btree ("content_id");--> statement-breakpoint
CREATE INDEX "attention_content" ON "attention" USING btree ("content_id","from_ms");--> statement-breakpoint
CREATE INDEX "attention_viewer_content" ON "attention" USING btree ("viewer","content_id","from_ms");--> statement-breakpoint
CREATE INDEX "consents_viewer" ON "consents" USING btree ("viewer","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "events_viewer_event" ON "events" USING btree ("viewer","event_id");--> statement-breakpoint
CREATE INDEX "events_viewer_at" ON "events" USING btree ("viewer","at_ms");--> statement-breakpoint
CREATE INDEX "events_completed" ON "events" USING btree ("viewer","content_id","at_ms") WHERE "events"."kind" = 'complete';--> statement-breakpoint
CREATE INDEX "follows_creator" ON "follows" USING btree ("creator");--> statement-breakpoint
CREATE INDEX "reductions_viewer_event" ON "reductions" USING btree ("viewer","event_id");--> statement-breakpoint
CREATE INDEX "siwe_nonces_expiry" ON "siwe_nonces" USING btree ("expires_at_ms");--> statement-breakpoint
CREATE INDEX "viewer_states_oldest" ON "viewer_states" USING btree ("oldest_at_ms");--> statement-breakpoint
CREATE INDEX "ad_impressions_viewer" ON "ad_impressions" USING btree ("viewer","served_at_ms");--> statement-breakpoint
CREATE INDEX "ad_impressions_campaign" ON "ad_impressions" USING btree ("campaign_id","viewed_at_ms");--> statement-breakpoint
CREATE INDEX "ad_impressions_viewed" ON "ad_impressions" USING btree ("viewed_at_ms");--> statement-breakpoint
CREATE INDEX "ad_impressions_served" ON "ad_impressions" USING btree ("served_at_ms");--> statement-breakpoint
CREATE INDEX "works_creator" ON "works" USING btree ("creator");--> statement-breakpoint
CREATE INDEX "campaign_payments_campaign" ON "campaign_payments" USING btree ("campaign_id");--> statement-breakpoint
CREATE INDEX "claims_account" ON "claims" USING btree ("account");--> statement-breakpoint
CREATE INDEX "contents_hash" ON "contents" USING btree ("content_hash");--> statement-breakpoint
CREATE INDEX "contents_creator" ON "contents" USING btree ("creator");--> statement-breakpoint
CREATE INDEX "purchases_content" ON "purchases" USING btree ("content_id");--> statement-breakpoint
CREATE INDEX "purchases_recipient" ON "purchases" USING btree ("recipient");--> statement-breakpoint
CREATE INDEX "reports_epoch" ON "reports" USING btree ("epoch");--> statement-breakpoint
CREATE INDEX "reward_claims_account" ON "reward_claims" USING btree ("account");--> statement-breakpoint
CREATE INDEX "supports_content" ON "supports" USING btree ("content_id");--> statement-breakpoint
CREATE INDEX "courses_creator" ON "courses" USING btree ("creator");--> statement-breakpoint
CREATE INDEX "editions_replaces" ON "editions" USING btree ("replaces");--> statement-breakpoint
CREATE UNIQUE INDEX "models_one_active" ON "models" USING btree ("active") WHERE "models"."active";--> statement-breakpoint
CREATE INDEX "quotes_viewer" ON "quotes" USING btree ("viewer");--> statement-breakpoint
CREATE INDEX "quotes_day" ON "quotes" USING btree ("created_day");--> statement-breakpoint
CREATE INDEX "appeals_viewer" ON "appeals" USING btree ("viewer");--> statement-breakpoint
CREATE INDEX "epoch_payouts_epoch" ON "epoch_payouts" USING btree ("epoch");--> statement-breakpoint
CREATE INDEX "epoch_viewers_account" ON "epoch_viewers" USING btree ("account");--> statement-breakpoint
CREATE INDEX "epoch_write_offs_epoch" ON "epoch_write_offs" USING btree ("epoch");--> statement-breakpoint
CREATE INDEX "epoch_write_offs_of_epoch" ON "epoch_write_offs" USING btree ("of_epoch");