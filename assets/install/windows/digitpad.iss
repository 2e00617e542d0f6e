; Inno Setup 6: `iscc /DVersion=0.1.0 assets\install\windows\digitpad.iss` after `pyinstaller build.spec`.
; For one user, without an administrator; what the user made (%LOCALAPPDATA%\digitpad) stays unless he says otherwise.
#ifndef Version
  #error Give the version: iscc /DVersion=0.1.0 digitpad.iss
#endif
#define Root "..\..\.."

[Setup]
AppId={{6E0B5E5C-6B59-4C0E-9A52-0F3C8C2D7A41}
AppName=DigitPad
AppVersion={#Version}
AppPublisher=DigitPad
VersionInfoVersion={#Version}
DefaultDirName={autopf}\DigitPad
DefaultGroupName=DigitPad
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile={#Root}\LICENSE
UninstallDisplayIcon={app}\digitpad.exe
OutputDir={#Root}\dist
OutputBaseFilename=digitpad-{#Version}-windows-x86_64
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
CloseApplications=yes

[Languages]
Name: "english"; MessagesFile: "compiler:Default.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked

[InstallDelete]
; An older version's files must not mix with this one's.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Root}\dist\digitpad\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\DigitPad"; Filename: "{app}\digitpad.exe"; Parameters: "--from-menu"
Name: "{autodesktop}\DigitPad"; Filename: "{app}\digitpad.exe"; Parameters: "--from-menu"; Tasks: desktopicon

[Registry]
; Strokes are JSON files: DigitPad stands in the "Open with" menu of .json and opens .strokes files by itself.
Root: HKA; Subkey: "Software\Classes\DigitPad.Strokes"; ValueType: string; ValueData: "DigitPad strokes"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\DigitPad.Strokes\DefaultIcon"; ValueType: string; ValueData: "{app}\digitpad.exe,0"
Root: HKA; Subkey: "Software\Classes\DigitPad.Strokes\shell\open\command"; ValueType: string; ValueData: """{app}\digitpad.exe"" --from-menu --open ""%1"""
Root: HKA; Subkey: "Software\Classes\.strokes"; ValueType: string; ValueData: "DigitPad.Strokes"; Flags: uninsdeletevalue uninsdeletekeyifempty
Root: HKA; Subkey: "Software\Classes\.json\OpenWithProgids"; ValueType: string; ValueName: "DigitPad.Strokes"; ValueData: ""; Flags: uninsdeletevalue

[Run]
Filename: "{app}\digitpad.exe"; Parameters: "--from-menu"; Description: "{cm:LaunchProgram,DigitPad}"; Flags: nowait postinstall skipifsilent

[Code]
procedure CurUninstallStepChanged(CurUninstallStep: TUninstallStep);
begin
  if (CurUninstallStep = usPostUninstall) and not UninstallSilent and DirExists(ExpandConstant('{localappdata}\digitpad')) then
    if MsgBox('Remove your samples, models and settings, too?', mbConfirmation, MB_YESNO or MB_DEFBUTTON2) = IDYES then
      DelTree(ExpandConstant('{localappdata}\digitpad'), True, True, True);
end;
