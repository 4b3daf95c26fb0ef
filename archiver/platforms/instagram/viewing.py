"""What answers hold for whoever is signed in: themselves, whom they know, and tokens that are theirs alone.

None of it is of the account that is looked at. A copy that is handed over shows nothing of it.
"""

OF_VIEWER = frozenset(
    (
        # themselves
        "CurrentUserInitialData PolarisViewer XIGSharedData viewer xdt_viewer "
        # what was written for them: base64 of JSON that holds their number, in each post
        "organic_tracking_token logging_info_token tracking_token ranking_info_token "
        # whom they know, follow, and might
        "social_context profile_context profile_context_facepile_users profile_context_links_with_user_ids "
        "profile_context_mutual_follow_ids mutual_followers mutual_followers_count edge_mutual_followed_by "
        "facepile_top_likers facepile_users top_likers xdt_api__v1__discover__chaining suggested_users "
        # their own feed, trays and messages
        "xdt_api__v1__feed__timeline__connection xdt_api__v1__feed__reels_tray inbox badge_count"
    ).split()
)
