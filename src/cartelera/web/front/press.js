import "./styles/press.css";
