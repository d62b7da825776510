//! Words about the owner process, its socket and its data directory, and about the configuration.

use super::catalogue;

// What a command or an option does, in the help.
catalogue! {
    cmd_serve { zh: "在前台运行数据服务", en: "Run the owner of the data in the foreground" }
    cmd_status { zh: "看数据服务是否在运行（不会启动它）", en: "Whether the owner of the data runs; never starts one" }
    cmd_stop { zh: "停止数据服务，等它收尾后返回", en: "Stop the owner of the data and wait until it is gone" }
    opt_data { zh: "数据目录（环境变量 GUITAI_DATA）", en: "Data directory (environment: GUITAI_DATA)" }
    opt_socket {
        zh: "大厅数据服务的套接字；写了就只连接，不启动（环境变量 GUITAI_SOCKET）",
        en: "The hall's socket; given, nothing is ever started (environment: GUITAI_SOCKET)",
    }
    opt_config { zh: "配置文件（环境变量 GUITAI_CONFIG）", en: "Configuration file (environment: GUITAI_CONFIG)" }
    opt_clerk { zh: "经办人，不写为登录用户（环境变量 GUITAI_CLERK）", en: "Who is acting, the system's user when not given (environment: GUITAI_CLERK)" }
    opt_idle_exit { zh: "没有人连接满这么多秒就退出，不写则一直运行", en: "Leave after so many seconds without a client; stays when not given" }
    expect_idle_exit { zh: "应为 1 以上的整数（秒）", en: "Expected: a whole number of seconds from 1 up" }
    expect_path { zh: "应写路径", en: "Expected a path" }
    expect_clerk { zh: "经办人应为 1 至 32 个字，中间没有空格", en: "A clerk has 1 to 32 characters and no blanks" }
}

// What the commands print.
catalogue! {
    owner_listens(socket: &str, pid: u32) { zh: "数据服务已就绪：{socket}（进程 {pid}）", en: "the owner listens at {socket} (process {pid})" }
    owner_none { zh: "数据服务没有运行", en: "no owner is running" }
    owner_comes_back(counters: usize) { zh: "还有{counters}个柜台开着，会自动重新启动数据服务；要停住，请先退出它们。", en: "{counters} counters are still open and start it again by themselves; leave them first to keep it stopped." }
    owner_stopped { zh: "数据服务已停止", en: "the owner has stopped" }
    owner_runs(pid: u32, version: &str) { zh: "数据服务正在运行：进程 {pid}，版本 {version}", en: "The owner is running: process {pid}, version {version}" }
    owner_socket { zh: "套接字", en: "Socket" }
    owner_clerks { zh: "其他连接", en: "Other clients" }
    owner_cases { zh: "登记件", en: "Cases" }
    owner_events { zh: "记录", en: "Events" }
    notice_master_key(path: &str) {
        zh: "新建了主密钥 {path}。请另存一份：丢了它，已登记的个人信息谁也读不出来",
        en: "a master key was made at {path}; keep a copy elsewhere: without it nobody can read the personal data that was logged",
    }
    notice_torn_tail(bytes: u64, kept: &str) {
        zh: "日志末尾有 {bytes} 字节没有写完整（可能断过电），已移到 {kept}",
        en: "the journal ended in {bytes} bytes half written, as after a power cut; they were moved to {kept}",
    }
    notice_view_behind(why: &str) { zh: "查询用的视图暂时跟不上记录：{why}。已登记的都在，问题排除后自动补上", en: "the view cannot follow the records now: {why}; nothing logged is lost, it catches up by itself" }
    notice_cases_unread(count: u64, number: &str) { zh: "{count} 件读不出来（如 {number}），台账里没有列出。请用 guitai verify 检查记录", en: "{count} cases cannot be read ({number} is one) and are in no list; check the records with guitai verify" }
    notice_rebuilt { zh: "索引已按日志重建", en: "the view was rebuilt from the journal" }
    notice_rebuilt_aside(kept: &str) { zh: "索引有损坏，已按日志重建；坏的留在 {kept}", en: "the view was damaged and was rebuilt from the journal; the damaged one is kept in {kept}" }
}

// Why there is no owner to ask.
catalogue! {
    owner_nobody(socket: &str) {
        zh: "{socket} 没有数据服务在听，请让管理员启动它（guitai serve）",
        en: "nobody listens at {socket}; ask your administrator to start the owner (guitai serve)",
    }
    owner_denied(socket: &str) { zh: "您的账号不能连接 {socket}，请让管理员把账号加入它的用户组", en: "your account may not connect to {socket}; ask your administrator to add it to the socket's group" }
    owner_died { zh: "数据服务刚启动就退出了。要看原因，请运行 guitai serve", en: "the owner ended as soon as it started; to see why, run guitai serve" }
    owner_no_process(why: &str) { zh: "启动不了数据服务：{why}", en: "the owner cannot be started: {why}" }
    owner_late(seconds: u64) { zh: "等了 {seconds} 秒，数据服务没有回应", en: "the owner did not answer within {seconds} seconds" }
    owner_older(version: &str, attached: usize) {
        zh: "旧版 guitai（{version}）还在使用，另有 {attached} 处连接。请关闭旧的窗口，或运行 guitai stop，再试一次",
        en: "an older guitai ({version}) is still in use by others: {attached}; close those windows, or run guitai stop, and try again",
    }
    owner_newer(version: &str) {
        zh: "数据服务的版本是 {version}，比这个程序新。请退出并重新打开，或更新这个程序",
        en: "the owner has version {version}, newer than this program; leave and open it again, or update it",
    }
    owner_not_permitted { zh: "您的账号不能这样使用数据服务", en: "your account may not use the owner in this way" }
    owner_clerk_refused(clerk: &str) { zh: "您的账号不能以“{clerk}”的名义办理", en: "your account may not act as \"{clerk}\"" }
    owner_busy(most: usize) { zh: "连接已满（{most} 处），请稍后再试", en: "there are {most} connections already; try again later" }
    owner_lost { zh: "与数据服务的连接断了", en: "the connection to the owner was lost" }
    owner_too_long(length: usize) { zh: "内容太长（{length} 字节），送不出去", en: "too long to be sent: {length} bytes" }
    owner_unclear { zh: "听不懂数据服务的回答，它可能是另一版本", en: "the owner's answer cannot be understood; it may be of another version" }
    owner_system(why: &str) { zh: "连不上数据服务：{why}", en: "the owner cannot be reached: {why}" }
}

// Why an owner does not start, and what is wrong with a path.
catalogue! {
    start_held(path: &str) { zh: "数据目录 {path} 已由另一个数据服务使用", en: "the data directory {path} has an owner already" }
    start_held_by(path: &str, pid: u32, socket: &str) {
        zh: "数据目录 {path} 已由另一个数据服务使用（进程 {pid}，{socket}）",
        en: "the data directory {path} has an owner already (process {pid}, {socket})",
    }
    start_socket_taken(path: &str) { zh: "{path} 已有另一个数据服务在听", en: "another owner listens at {path} already" }
    start_no_socket(path: &str) { zh: "{path} 不是套接字，没有动它。请换一个路径，或先移走它", en: "{path} is no socket and was left alone; choose another path, or move it away" }
    start_store(path: &str, why: &str) { zh: "{path}：{why}", en: "{path}: {why}" }
    start_system(why: &str) { zh: "数据服务启动失败：{why}", en: "the owner cannot start: {why}" }
    store_full { zh: "磁盘已满", en: "the disk is full" }
    store_read_only { zh: "只读，写不进去", en: "it is read-only" }
    store_damaged { zh: "记录有损坏，用 guitai verify 查看", en: "its records are damaged; see guitai verify" }
    store_ending { zh: "数据服务正在退出", en: "the owner is ending" }
    path_no_home { zh: "找不到个人目录，请用 --data 写明数据目录", en: "there is no home directory; say where the data is with --data" }
    path_nowhere(path: &str) { zh: "“{path}”不是能用的路径", en: "\"{path}\" is no path that could be used" }
    path_not_ours(path: &str, uid: u32) { zh: "{path} 属于别的用户（{uid}），不能使用", en: "{path} belongs to another user ({uid}) and is not used" }
    path_no_directory(path: &str) { zh: "{path} 不是目录", en: "{path} is no directory" }
    path_open(path: &str, mode: &str) { zh: "{path} 的权限是 {mode}，别人也能进，不能使用；应为 700", en: "{path} is open to others ({mode}) and is not used; it should be 700" }
    path_too_long(path: &str, length: usize, longest: usize) {
        zh: "套接字路径有 {length} 字节，系统最多允许 {longest} 字节：{path}",
        en: "the socket's path has {length} bytes, the system takes at most {longest}: {path}",
    }
    path_system(path: &str, why: &str) { zh: "{path}：{why}", en: "{path}: {why}" }
}

// What is wrong with the configuration.
catalogue! {
    expect_line_speed { zh: "应为线路每秒传多少位，如 9600；线路快就写 0", en: "Expected: how many bits a second the line carries, such as 9600; 0 for a fast one" }
    expect_one_of(known: &str) { zh: "可以写：{known}", en: "Expected one of: {known}" }
    config_unreadable(path: &str, why: &str) { zh: "读不了配置文件 {path}：{why}", en: "the configuration {path} cannot be read: {why}" }
    config_syntax(path: &str, line: usize) { zh: "配置文件 {path} 第 {line} 行不是有效的 TOML", en: "{path}, line {line}: this is no valid TOML" }
    config_unknown(path: &str, line: usize, key: &str, known: &str) {
        zh: "配置文件 {path} 第 {line} 行：没有“{key}”这一项。可写的有 {known}",
        en: "{path}, line {line}: there is no key \"{key}\"; there are {known}",
    }
    config_value(path: &str, line: usize, key: &str, expected: &str) {
        zh: "配置文件 {path} 第 {line} 行：“{key}”的值不对。{expected}",
        en: "{path}, line {line}: the value of \"{key}\" will not do. {expected}",
    }
    expect_text { zh: "应为引号里的文字", en: "Expected text in quotes" }
    expect_texts { zh: "应为文字的列表，如 [\"gate\"]", en: "Expected a list of texts, such as [\"gate\"]" }
    bad_clerk(text: &str) { zh: "“{text}”不能作经办人", en: "\"{text}\" cannot be a clerk" }
}
