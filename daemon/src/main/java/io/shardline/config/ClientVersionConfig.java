package io.shardline.config;

/** Which versions of the KCL run beside us; the names are MultiLangDaemon's. */
public enum ClientVersionConfig {
    CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X_PHASE1,
    CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X,
    CLIENT_VERSION_CONFIG_3X
}
